package dev.latent.container.activation;

import dev.latent.container.finder.RegisteredPlugin;

/**
 * Hears of each change of state within the container, at once, on the thread that made it, before
 * any thread that waits for it goes on; no lock is held.
 */
@FunctionalInterface
public interface TransitionObserver {

  /**
   * Hears of one change.
   *
   * @param plugin the plugin
   * @param from what was so before
   * @param to what is so now
   */
  void changed(RegisteredPlugin plugin, PluginStatus from, PluginStatus to);
}
