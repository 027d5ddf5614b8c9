package dev.latent.api;

import java.util.Map;
import java.util.Optional;

/**
 * A service that a plugin offers, known from its descriptor. Attributes can be read without
 * activating anything; the first {@link #get()} activates the plugin.
 *
 * <p>A handle may be kept for as long as one likes. It survives an update of its plugin, and says
 * so when the plugin is gone. Thread-safe.
 *
 * @param <T> the service type
 */
public interface ServiceHandle<T> {

  /**
   * Gives the service, activating its plugin on the first call. Later calls cost about one volatile
   * read.
   *
   * @return the service, the same object each time until the plugin stops
   * @throws ActivationException if the plugin can't be activated or does not keep its promise to
   *     offer the service
   * @throws ServiceNotFoundException if the plugin has left the container
   */
  T get();

  /**
   * Gives the service only if its plugin is active and it was got before.
   *
   * @return the service, or empty; activates nothing
   */
  Optional<T> peek();

  /**
   * Makes an instance for the caller alone where the service has prototype scope, else gives the
   * shared one.
   *
   * @return the instance; closing it gives it back
   * @throws ActivationException as {@link #get()}
   */
  ServiceInstance<T> newInstance();

  /**
   * The type that it was looked up by.
   *
   * @return a fully qualified class name
   */
  String typeName();

  /**
   * The plugin that offers it.
   *
   * @return the id; for a service of the host, the id of the container
   */
  PluginId plugin();

  /**
   * The attributes as filters see them; keys are found in any case.
   *
   * @return an unmodifiable map, decoded on first call; loads no class of the plugin
   */
  Map<String, Object> attributes();

  /**
   * The {@code service.ranking} attribute, 0 where it is missing or not an {@code Integer}.
   *
   * @return the ranking; higher comes first
   */
  int ranking();
}
