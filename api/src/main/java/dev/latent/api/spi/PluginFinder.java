package dev.latent.api.spi;

import dev.latent.api.Subscription;
import java.util.List;
import java.util.Optional;

/**
 * Answers which content a plugin's location means, as {@code java.lang.module.ModuleFinder} does
 * for modules. A finder only finds: it loads no class and runs no code of a plugin.
 *
 * <p>Called from any thread, several at once, with no lock of the container held.
 */
public interface PluginFinder {

  /**
   * Finds one plugin.
   *
   * @param location what {@link PluginReference#location()} of this finder said, or may say
   * @return its content as it is now, or empty if this finder has none there
   */
  Optional<PluginReference> find(String location);

  /**
   * Finds all plugins, in reference order.
   *
   * @return an unmodifiable list; no location twice
   */
  List<PluginReference> findAll();

  /**
   * Names the finder in messages.
   *
   * @return a short text, for example {@code directory plugins}
   */
  default String description() {
    return getClass().getName();
  }

  /**
   * Lets the container hear when answers change. A finder that can't know calls nothing; what it
   * answers is then compared when a plugin is activated.
   *
   * @param changed to be called after a change, on any thread, holding no lock
   * @return stops the calls
   */
  default Subscription onChange(Runnable changed) {
    return () -> {};
  }
}
