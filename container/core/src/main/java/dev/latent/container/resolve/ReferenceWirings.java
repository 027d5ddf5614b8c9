package dev.latent.container.resolve;

import dev.latent.container.finder.PluginSet;
import org.jspecify.annotations.Nullable;

/** Knows the wiring of the reference run. Thread-safe. */
@FunctionalInterface
public interface ReferenceWirings {

  /** Knows of none. */
  ReferenceWirings NONE = set -> null;

  /**
   * The wiring of a set. Computed by the first that asks, which can take a second; others wait.
   *
   * @param set a plugin set
   * @return the wiring; null if there is none, because something else decides about wires
   */
  @Nullable ReferenceWiring of(PluginSet set);
}
