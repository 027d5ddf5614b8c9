package dev.latent.container.runtime;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;

/**
 * What a runtime may ask about plugins of the set in force, and the way to bring one in that nobody
 * looked up. Thread-safe; called with no lock of the container's held.
 */
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

  /**
   * Activates a plugin on this thread because code that runs turns out to need it, or waits for the
   * thread that is at it.
   *
   * @param plugin a plugin of the set
   * @param reason why, in words, for example {@code class acme.Font, imported dynamically}
   * @throws dev.latent.api.PluginException if that fails, or closes a circle
   */
  default void activate(RegisteredPlugin plugin, String reason) {
    throw new IllegalStateException("Plugin " + plugin.id() + " can't be activated from here.");
  }
}
