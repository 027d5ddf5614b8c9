package dev.latent.container.runtime;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;

/** What a runtime may ask about plugins of the set in force. Thread-safe. */
@FunctionalInterface
public interface PluginNeeds {

  /**
   * What a plugin needs.
   *
   * @param plugin a plugin of the set
   * @return its closure
   */
  Closure closure(RegisteredPlugin plugin);

  /**
   * Whether a plugin offers nothing now, whatever its descriptor says, because its policy is {@code
   * disabled}, or {@code manual} and nobody activated it.
   *
   * @param plugin a plugin of the set
   * @return true if its services must not be found
   */
  default boolean withdrawn(RegisteredPlugin plugin) {
    return false;
  }
}
