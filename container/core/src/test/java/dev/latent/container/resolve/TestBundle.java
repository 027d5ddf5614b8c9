package dev.latent.container.resolve;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginVersion;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.descriptor.VersionRange;
import dev.latent.container.finder.InMemoryPluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Descriptor of a plugin that a test makes up, with capabilities as manifests would give them. */
final class TestBundle {

  private final PluginId id;
  private final List<Capability> capabilities = new ArrayList<>();
  private final List<Requirement> requirements = new ArrayList<>();
  private final List<ModuleFacts.Requires> requires = new ArrayList<>();
  private final List<ModuleFacts.Exports> exports = new ArrayList<>();
  private final List<String> uses = new ArrayList<>();
  private final List<ServiceOffer> offers = new ArrayList<>();
  private final Set<String> packages = new TreeSet<>();

  private TestBundle(String name, String version) {
    id = new PluginId(name, PluginVersion.parse(version));
  }

  static TestBundle bundle(String name, String version) {
    TestBundle bundle = new TestBundle(name, version);
    for (String namespace : List.of(Namespaces.BUNDLE, Namespaces.HOST)) {
      bundle.provides(namespace, Map.of(namespace, name, "bundle-version", bundle.id.version()));
    }
    return bundle;
  }

  static TestBundle module(String name, String version) {
    TestBundle module = new TestBundle(name, version);
    return module.provides(Namespaces.MODULE, Map.of(Namespaces.MODULE, name));
  }

  TestBundle provides(String namespace, Map<String, Object> attributes) {
    capabilities.add(new Capability(namespace, attributes, Map.of()));
    return this;
  }

  TestBundle exports(String name, String version) {
    return provides(
        Namespaces.PACKAGE,
        Map.of(Namespaces.PACKAGE, name, "version", PluginVersion.parse(version)));
  }

  TestBundle exportsWithMandatory(String name, String attribute, String value) {
    capabilities.add(
        new Capability(
            Namespaces.PACKAGE,
            Map.of(Namespaces.PACKAGE, name, attribute, value, "version", PluginVersion.NONE),
            Map.of("mandatory", attribute)));
    return this;
  }

  TestBundle imports(String name, String range) {
    return needs(Namespaces.PACKAGE, name, "version", range, Map.of());
  }

  TestBundle importsOptionally(String name) {
    return needs(Namespaces.PACKAGE, name, "version", "0", Map.of("resolution", "optional"));
  }

  TestBundle requiresBundle(String name, String range) {
    return needs(Namespaces.BUNDLE, name, "bundle-version", range, Map.of());
  }

  TestBundle fragmentOf(String name) {
    capabilities.removeIf(capability -> capability.namespace().startsWith("osgi.wiring."));
    return needs(Namespaces.HOST, name, "bundle-version", "0", Map.of());
  }

  TestBundle needs(
      String namespace,
      String name,
      String versionAttribute,
      String range,
      Map<String, String> directives) {
    String filter =
        "(&("
            + namespace
            + "="
            + name
            + ")"
            + VersionRange.parse(range).filter(versionAttribute)
            + ")";
    Map<String, Object> attributes = new HashMap<>(Map.of(namespace, name));
    if (!range.equals("0")) {
      attributes.put(versionAttribute, range);
    }
    requirements.add(new Requirement(namespace, filter, attributes, directives));
    return this;
  }

  TestBundle needsCapability(String namespace, String filter, Map<String, String> directives) {
    requirements.add(new Requirement(namespace, filter, Map.of(), directives));
    return this;
  }

  TestBundle requires(String module) {
    requires.add(new ModuleFacts.Requires(module, false, false, Optional.empty()));
    return this;
  }

  TestBundle exportsPackage(String name) {
    exports.add(new ModuleFacts.Exports(name, List.of()));
    packages.add(name);
    return this;
  }

  TestBundle uses(String service) {
    uses.add(service);
    return this;
  }

  TestBundle offers(String service) {
    offers.add(
        new ServiceOffer(
            PluginKind.LAYER,
            ServiceOffer.Source.MODULE_PROVIDES,
            "module-info",
            List.of(service),
            Map.of(),
            0,
            "singleton",
            Optional.of(id.name() + ".Provider"),
            Optional.empty()));
    return this;
  }

  RegisteredPlugin in(InMemoryPluginSet set) {
    boolean bundle = capabilities.stream().noneMatch(c -> c.namespace().equals(Namespaces.MODULE));
    PluginDescriptor descriptor =
        new PluginDescriptor(
            id,
            bundle,
            Map.of(),
            new ModuleFacts(
                id.name(),
                Optional.empty(),
                bundle,
                false,
                requires,
                exports,
                List.of(),
                uses,
                List.of(),
                packages,
                Optional.empty()),
            capabilities,
            requirements,
            offers,
            List.of(),
            Optional.empty());
    return set.add(descriptor, bundle ? PluginKind.BUNDLE : PluginKind.LAYER);
  }
}
