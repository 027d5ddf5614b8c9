package dev.latent.api.spi;

import dev.latent.api.admin.PluginTransition;

/**
 * Hears each change of a plugin's state.
 *
 * <p>Called in order per plugin, with no lock of the container held: on the thread that made the
 * change or, while an earlier change of the same plugin is still being told, on the one that tells
 * that. What it throws is reported and else ignored.
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
