package dev.latent.api.spi;

import dev.latent.api.admin.PluginTransition;

/**
 * Hears each change of a plugin's state.
 *
 * <p>Called on the thread that made the change, in order per plugin, with no lock of the container
 * held. What it throws is reported and else ignored.
 */
@FunctionalInterface
public interface PluginListener {

  /**
   * Hears of one change, after it happened.
   *
   * @param transition what changed, why, when, on which thread
   */
  void changed(PluginTransition transition);
}
