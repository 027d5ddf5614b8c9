package dev.latent.container.resolve;

import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a plugin needs, with all who have it. Immutable.
 *
 * @param namespace the namespace
 * @param name the package, module or the like; empty where the requirement names none
 * @param requirement what the descriptor says; null for a clause of {@code module-info}
 * @param version the version asked for, in words; empty if any will do
 * @param strength what becomes of the plugin without it
 * @param multiple whether all who have it are taken, not just the best
 * @param host whether the host has it; then nobody else is taken
 * @param candidates who has it, best first
 */
record Need(
    String namespace,
    String name,
    @Nullable Requirement requirement,
    String version,
    Strength strength,
    boolean multiple,
    boolean host,
    List<RegisteredPlugin> candidates) {

  /** The fragments of a host, which come along though it does not ask for them. */
  static final String FRAGMENT = "latent.fragment";

  /** What becomes of a plugin whose need is not met. */
  enum Strength {
    /** It can't be resolved. */
    MANDATORY,
    /** It is resolved without. */
    OPTIONAL,
    /** It is resolved without, also where meeting the need would close a circle. */
    AVOIDS_CIRCLES
  }

  Need {
    candidates = List.copyOf(candidates);
  }

  boolean mandatory() {
    return strength == Strength.MANDATORY;
  }

  /** The need in words. */
  String what() {
    String kind =
        switch (namespace) {
          case Namespaces.PACKAGE -> "package";
          case Namespaces.BUNDLE -> "bundle";
          case Namespaces.HOST -> "host bundle";
          case Namespaces.MODULE -> "module";
          case Namespaces.EXECUTION_ENVIRONMENT -> "execution environment";
          case Namespaces.NATIVE -> "native code for";
          default -> "capability " + namespace;
        };
    if (!name.isEmpty()) {
      return kind + " " + name + (version.isEmpty() ? "" : " " + version);
    }
    String filter = requirement == null ? null : requirement.filter();
    return filter == null ? kind : kind + " " + filter;
  }
}
