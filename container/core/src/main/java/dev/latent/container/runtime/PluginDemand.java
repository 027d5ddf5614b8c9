package dev.latent.container.runtime;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;

/**
 * Lets a runtime bring in plugins that nobody looked up, because code that runs turns out to need
 * them. Thread-safe; called with no lock of the container's held.
 */
public interface PluginDemand {

  /** Brings in nothing: what is asked for can't be resolved. */
  PluginDemand NONE =
      new PluginDemand() {
        @Override
        public Closure closure(RegisteredPlugin plugin) {
          throw new IllegalStateException("Plugin " + plugin.id() + " can't be brought in here.");
        }

        @Override
        public void activate(RegisteredPlugin plugin, String reason) {
          closure(plugin);
        }
      };

  /**
   * What a plugin needs.
   *
   * @param plugin a plugin of the set in force
   * @return its closure
   */
  Closure closure(RegisteredPlugin plugin);

  /**
   * Activates a plugin on this thread, or waits for the thread that is at it.
   *
   * @param plugin a plugin of the set in force
   * @param reason why, in words, for example {@code class acme.Font, imported by acme.report}
   * @throws dev.latent.api.PluginException if that fails, or closes a circle
   */
  void activate(RegisteredPlugin plugin, String reason);
}
