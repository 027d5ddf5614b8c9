package dev.latent.container;

import dev.latent.api.PluginServices;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.spi.FinderChain;

/**
 * A container of plugins. Building one reads the index of their descriptors and lists their
 * directories; it loads no class of a plugin and starts no framework. Plugins are activated by the
 * first lookup of a service that they offer.
 *
 * <p>Thread-safe. Several may live in one JVM. Closing one stops its plugins in the reverse order
 * of their activation, and leaves nothing behind.
 */
public interface PluginContainer extends AutoCloseable {

  /**
   * Begins to describe a container.
   *
   * @return a builder for one container
   */
  static PluginContainerBuilder builder() {
    return new PluginContainerBuilder();
  }

  /**
   * The lookup of services, on behalf of the host.
   *
   * @return the same object each time
   */
  PluginServices services();

  /**
   * What an operator may ask and do.
   *
   * @return the same object each time
   */
  PluginAdmin admin();

  /**
   * The finders that say where plugins come from, in order. Changes of the list are in force when
   * they return.
   *
   * @return the same object each time
   */
  FinderChain finders();

  /**
   * Says that the host is ready to serve. Background work may begin from now on: stats of jars,
   * activation of plugins with the policy {@code background}.
   */
  void ready();

  /** Forgets what was concluded from the content of plugins, so that the next use looks again. */
  void invalidate();

  /** Stops all plugins and frees all resources; further calls do nothing. Bounded in time. */
  @Override
  void close();
}
