package dev.latent.container.finder;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.PluginDescriptor;

/**
 * One plugin of a {@link PluginSet}: its id, its place in the reference order and where its content
 * is. One object stands for one content of one plugin, so identity is equality; after an update
 * there is a new one. Thread-safe; loads no class of the plugin.
 */
public interface RegisteredPlugin {

  /**
   * Its name and version, without decoding the descriptor.
   *
   * @return the id
   */
  PluginId id();

  /**
   * The kind it runs as here: a bundle only where a framework is available and nothing says
   * otherwise.
   *
   * @return the kind
   */
  PluginKind kind();

  /**
   * Its place in the reference order: order of finders, then of file names by code point, later
   * arrivals appended.
   *
   * @return a number, smaller first; never the same for two plugins of a container
   */
  int order();

  /**
   * What is known of it, decoded on first call and kept while memory allows.
   *
   * @return the descriptor
   */
  PluginDescriptor descriptor();

  /**
   * Whether its own metadata states an activation policy, without decoding the descriptor where
   * that is known.
   *
   * @return true if {@link PluginDescriptor#policy()} has a value
   */
  default boolean statesPolicy() {
    return descriptor().policy().isPresent();
  }

  /**
   * Its content.
   *
   * @return where the content is and what key it has now
   */
  PluginReference reference();
}
