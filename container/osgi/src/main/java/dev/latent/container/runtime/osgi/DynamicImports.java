package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginKind;
import dev.latent.api.PluginVersion;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.RequirementMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the clauses of {@code DynamicImport-Package} ask for, and who has it in the index. */
final class DynamicImports {

  private DynamicImports() {}

  /**
   * A package that a plugin exports.
   *
   * @param plugin the plugin
   * @param capability its clause
   */
  record Exported(RegisteredPlugin plugin, Capability capability) implements Comparable<Exported> {

    String packageName() {
      return String.valueOf(capability.attributes().get(Namespaces.PACKAGE));
    }

    PluginVersion version() {
      return capability.attributes().get("version") instanceof PluginVersion version
          ? version
          : PluginVersion.NONE;
    }

    /** The order in which a framework prefers them when all are resolved. */
    @Override
    public int compareTo(Exported other) {
      int order = other.version().compareTo(version());
      return order == 0 ? Integer.compare(plugin.order(), other.plugin.order()) : order;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Exported exported
          && exported.plugin.equals(plugin)
          && exported.capability.equals(capability);
    }

    @Override
    public int hashCode() {
      return plugin.hashCode() + 31 * packageName().hashCode();
    }
  }

  /** The clauses of a plugin, in their order. */
  static List<Requirement> of(RegisteredPlugin plugin) {
    List<Requirement> found = new ArrayList<>();
    if (plugin.descriptor().headers().containsKey("DynamicImport-Package")) {
      for (Requirement requirement : plugin.descriptor().requirements()) {
        if (requirement.namespace().equals(Namespaces.PACKAGE)
            && "dynamic".equals(requirement.directives().get("resolution"))) {
          found.add(requirement);
        }
      }
    }
    return found;
  }

  /** All packages in the index that a clause could be wired to, best first for each package. */
  static List<Exported> matching(PluginSet set, Requirement clause) {
    RequirementMatch match = new RequirementMatch(clause);
    String name = String.valueOf(clause.attributes().get(Namespaces.PACKAGE));
    List<Exported> found = new ArrayList<>();
    // For a pattern all descriptors are read, which is why it is done once for each clause.
    List<RegisteredPlugin> asked =
        name.endsWith("*") ? set.all() : set.providers(Namespaces.PACKAGE, name);
    for (RegisteredPlugin plugin : asked) {
      collect(plugin, match, found);
    }
    found.sort(null);
    return found;
  }

  /** Who exports one package to a clause, best first. */
  static List<Exported> matching(PluginSet set, Requirement clause, String packageName) {
    RequirementMatch match = new RequirementMatch(clause);
    List<Exported> found = new ArrayList<>();
    for (RegisteredPlugin plugin : set.providers(Namespaces.PACKAGE, packageName)) {
      for (Exported exported : collect(plugin, match, new ArrayList<>())) {
        if (exported.packageName().equals(packageName)) {
          found.add(exported);
        }
      }
    }
    found.sort(null);
    return found;
  }

  private static List<Exported> collect(
      RegisteredPlugin plugin, RequirementMatch match, List<Exported> found) {
    Map<String, String> headers = plugin.descriptor().headers();
    if (plugin.kind() == PluginKind.BUNDLE && !headers.containsKey("Fragment-Host")) {
      for (Capability capability : plugin.descriptor().capabilities()) {
        if (match.matches(capability)) {
          found.add(new Exported(plugin, capability));
        }
      }
    }
    return found;
  }
}
