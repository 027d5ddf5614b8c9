package dev.latent.container.resolve;

import dev.latent.api.PluginVersion;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects who can fulfil a requirement, and orders them as frameworks do: highest version first,
 * then reference order. What was chosen before plays no part, so that a plugin is wired the same
 * whichever lookup comes first.
 */
final class Candidates {

  private static final Comparator<Found> BEST_FIRST =
      Comparator.comparing(Found::version)
          .reversed()
          .thenComparing(found -> found.plugin().order());

  private final String namespace;
  private final CapabilityFilter filter;
  private final List<Found> found = new ArrayList<>();

  private record Found(RegisteredPlugin plugin, PluginVersion version) {}

  Candidates(String namespace, CapabilityFilter filter) {
    this.namespace = namespace;
    this.filter = filter;
  }

  /** Adds a plugin if it has what is asked for and was not added yet. */
  void add(RegisteredPlugin plugin) {
    PluginVersion best = null;
    for (Capability capability : plugin.descriptor().capabilities()) {
      if (matches(capability)) {
        PluginVersion version = version(capability);
        if (best == null || version.compareTo(best) > 0) {
          best = version;
        }
      }
    }
    if (best != null && found.stream().noneMatch(one -> one.plugin().equals(plugin))) {
      found.add(new Found(plugin, best));
    }
  }

  boolean anyOf(List<Capability> capabilities) {
    for (Capability capability : capabilities) {
      if (matches(capability)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(Capability capability) {
    return capability.namespace().equals(namespace)
        && filter.matches(capability)
        && mandatoryMentioned(capability);
  }

  /** Attributes that an exporter calls mandatory must be named by the importer. */
  private boolean mandatoryMentioned(Capability capability) {
    String mandatory = capability.directives().get("mandatory");
    if (mandatory != null && namespace.startsWith("osgi.wiring.")) {
      for (String name : mandatory.split(",", -1)) {
        if (!name.isBlank() && !filter.mentions(name.trim())) {
          return false;
        }
      }
    }
    return true;
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
    found.sort(BEST_FIRST);
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
