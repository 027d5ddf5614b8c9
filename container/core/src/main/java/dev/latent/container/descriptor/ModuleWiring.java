package dev.latent.container.descriptor;

import dev.latent.api.PluginId;
import dev.latent.api.PluginVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings what a module says into the generic form of capabilities and requirements. */
final class ModuleWiring {

  private ModuleWiring() {}

  /**
   * Adds the module itself as a capability and each {@code requires} as a requirement; {@code
   * requires static} is optional. The version recorded at compile time is kept as an attribute: it
   * is a preference, not a condition.
   */
  static void add(
      ModuleFacts module,
      PluginId id,
      List<Capability> capabilities,
      List<Requirement> requirements) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(Namespaces.MODULE, module.name());
    attributes.put(
        "version", module.version().map(PluginVersion::parseLenient).orElse(id.version()));
    capabilities.add(new Capability(Namespaces.MODULE, attributes, Map.of()));
    for (ModuleFacts.Requires required : module.requires()) {
      requirements.add(requirement(required));
    }
  }

  private static Requirement requirement(ModuleFacts.Requires required) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(Namespaces.MODULE, required.module());
    required.compiledVersion().ifPresent(version -> attributes.put("version", version));
    String filter = "(" + Namespaces.MODULE + "=" + LdapFilter.escape(required.module()) + ")";
    Map<String, String> directives = new LinkedHashMap<>();
    directives.put("filter", filter);
    if (required.isStatic()) {
      directives.put("resolution", "optional");
    }
    return new Requirement(Namespaces.MODULE, filter, attributes, directives);
  }
}
