package dev.latent.container.resolve;

import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Bundles that can't be resolved beside each other: versions of one singleton, and versions of one
 * fragment at the same host.
 */
final class Rivals {

  private Rivals() {}

  /** Whether a member of a closure has a rival, in the closure or outside. */
  static boolean among(PluginSet set, WiringSearch search, List<RegisteredPlugin> members) {
    for (RegisteredPlugin member : members) {
      if (singleton(member)) {
        List<RegisteredPlugin> namesakes = set.named(member.id().name());
        for (RegisteredPlugin other : namesakes) {
          if (!other.equals(member) && other.descriptor().bundle() && singleton(other)) {
            return true;
          }
        }
      }
      Set<String> fragments = new HashSet<>();
      for (Need need : search.needs(member)) {
        if (need.namespace().equals(Need.FRAGMENT) && !fragments.add(need.name())) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The version of a singleton that stands in the way of another in the reference run.
   *
   * @return the version that resolved; null if the plugin is no singleton, or resolved itself, or
   *     none of them did
   */
  static @Nullable RegisteredPlugin inTheWay(
      PluginSet set, ReferenceWiring reference, RegisteredPlugin plugin) {
    if (!reference.resolved(plugin) && singleton(plugin)) {
      for (RegisteredPlugin other : set.named(plugin.id().name())) {
        if (reference.resolved(other) && singleton(other)) {
          return other;
        }
      }
    }
    return null;
  }

  /** Says that a plugin can't be used because of another version of it. */
  static Problem problem(RegisteredPlugin plugin, RegisteredPlugin rival) {
    return new Problem(
        "resolve.singleton",
        Problem.Severity.ERROR,
        plugin.reference().location(),
        Optional.of(plugin.id()),
        "Plugin "
            + plugin.id()
            + " is a singleton, and of its versions "
            + rival.id()
            + " is the one that is resolved. Remove one of them.");
  }

  /** Whether of several versions of a bundle only one can be resolved. */
  static boolean singleton(RegisteredPlugin plugin) {
    for (Capability capability : plugin.descriptor().capabilities()) {
      if (capability.namespace().equals(Namespaces.BUNDLE)
          || capability.namespace().equals(Namespaces.IDENTITY)) {
        if ("true".equals(capability.directives().get("singleton"))) {
          return true;
        }
      }
    }
    return false;
  }
}
