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

/** What the clauses of {@code DynamicImport-Package} ask for, and who has it in the index. */
final class DynamicImports {

  static final String SYMBOLIC_NAME = "bundle-symbolic-name";
  static final String BUNDLE_VERSION = "bundle-version";

  private DynamicImports() {}

  /**
   * A package that a plugin exports.
   *
   * @param plugin the plugin
   * @param from who has the clause: the plugin, or a fragment of it
   * @param capability the clause
   */
  record Exported(RegisteredPlugin plugin, RegisteredPlugin from, Capability capability)
      implements Comparable<Exported> {

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

    /** An attribute that every export has from its bundle. */
    String ofBundle(String attribute) {
      return String.valueOf(capability.attributes().get(attribute));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Exported exported
          && exported.plugin.equals(plugin)
          && exported.from.equals(from)
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

  /** Whether a clause asks for the bundle that a package comes from. */
  static boolean asksForBundle(Requirement clause) {
    return clause.attributes().containsKey(SYMBOLIC_NAME)
        || clause.attributes().containsKey(BUNDLE_VERSION);
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
      collect(set, plugin, match, found);
    }
    found.sort(null);
    return found;
  }

  /** Who exports one package to a clause, best first. */
  static List<Exported> matching(PluginSet set, Requirement clause, String packageName) {
    RequirementMatch match = new RequirementMatch(clause);
    List<Exported> found = new ArrayList<>();
    for (RegisteredPlugin plugin : set.providers(Namespaces.PACKAGE, packageName)) {
      for (Exported exported : collect(set, plugin, match, new ArrayList<>())) {
        if (exported.packageName().equals(packageName)) {
          found.add(exported);
        }
      }
    }
    found.sort(null);
    return found;
  }

  private static List<Exported> collect(
      PluginSet set, RegisteredPlugin plugin, RequirementMatch match, List<Exported> found) {
    if (plugin.kind() == PluginKind.BUNDLE) {
      List<RegisteredPlugin> exporters = null;
      for (Capability capability : plugin.descriptor().capabilities()) {
        if (match.matches(capability)) {
          if (exporters == null) {
            exporters = exporters(set, plugin);
          }
          for (RegisteredPlugin exporter : exporters) {
            found.add(new Exported(exporter, plugin, capability));
          }
        }
      }
    }
    return found;
  }

  /** Who exports what a plugin states: itself, or for a fragment the bundles that it fits. */
  private static List<RegisteredPlugin> exporters(PluginSet set, RegisteredPlugin plugin) {
    for (Requirement requirement : plugin.descriptor().requirements()) {
      if (requirement.namespace().equals(Namespaces.HOST)) {
        RequirementMatch fits = new RequirementMatch(requirement);
        List<RegisteredPlugin> hosts = new ArrayList<>();
        for (RegisteredPlugin host :
            set.named(String.valueOf(requirement.attributes().get(Namespaces.HOST)))) {
          for (Capability capability : host.descriptor().capabilities()) {
            if (host.kind() == PluginKind.BUNDLE && fits.matches(capability)) {
              hosts.add(host);
            }
          }
        }
        return hosts;
      }
    }
    return List.of(plugin);
  }
}
