package dev.latent.container.resolve;

import dev.latent.api.PluginVersion;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects who can fulfil a requirement, and orders them as frameworks do: highest version first,
 * then reference order. What was chosen before plays no part, so that a plugin is wired the same
 * whichever lookup comes first.
 */
final class Candidates {

  private final String namespace;
  private final RequirementMatch match;
  private final List<Found> found = new ArrayList<>();

  private record Found(RegisteredPlugin plugin, PluginVersion version)
      implements Comparable<Found> {

    @Override
    public int compareTo(Found other) {
      int order = other.version.compareTo(version);
      return order == 0 ? Integer.compare(plugin.order(), other.plugin.order()) : order;
    }
  }

  Candidates(Requirement requirement) {
    this.namespace = requirement.namespace();
    this.match = new RequirementMatch(requirement);
  }

  /** The one value that the attribute named like the namespace must have; null if there is none. */
  @Nullable String key() {
    return match.key();
  }

  /** Adds a plugin if it has what is asked for and was not added yet. */
  void add(RegisteredPlugin plugin) {
    PluginVersion best = null;
    for (Capability capability : plugin.descriptor().capabilities()) {
      if (match.matches(capability)) {
        PluginVersion version = version(capability);
        if (best == null || version.compareTo(best) > 0) {
          best = version;
        }
      }
    }
    if (best != null && !contains(plugin)) {
      found.add(new Found(plugin, best));
    }
  }

  private boolean contains(RegisteredPlugin plugin) {
    for (Found one : found) {
      if (one.plugin().equals(plugin)) {
        return true;
      }
    }
    return false;
  }

  boolean anyOf(List<Capability> capabilities) {
    for (Capability capability : capabilities) {
      if (match.matches(capability)) {
        return true;
      }
    }
    return false;
  }

  private PluginVersion version(Capability capability) {
    String attribute =
        switch (namespace) {
          case Namespaces.PACKAGE, Namespaces.IDENTITY -> "version";
          case Namespaces.BUNDLE, Namespaces.HOST -> "bundle-version";
          default -> "";
        };
    Object version = capability.attributes().get(attribute);
    return version instanceof PluginVersion known ? known : PluginVersion.NONE;
  }

  List<RegisteredPlugin> bestFirst() {
    found.sort(null);
    List<RegisteredPlugin> plugins = new ArrayList<>(found.size());
    for (Found one : found) {
      plugins.add(one.plugin());
    }
    return plugins;
  }

  /** The version range that a requirement's clause gives, as it was written. */
  static String versionText(Requirement requirement) {
    @Nullable Object version =
        requirement.namespace().equals(Namespaces.PACKAGE)
            ? requirement.attributes().get("version")
            : requirement.attributes().get("bundle-version");
    return version == null ? "" : version.toString();
  }
}
