package dev.latent.container.runtime;

import dev.latent.api.ServiceInstance;
import dev.latent.container.descriptor.ServiceOffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plugin that was activated, or is being so. Thread-safe. */
public interface RunningPlugin {

  /**
   * Gives the object behind an offer, making it on the first call where the plugin makes it on
   * demand.
   *
   * @param offer an offer of this plugin
   * @return the service; the same object each time, until the plugin stops; null if the plugin did
   *     not register what it promised, or has not yet
   * @throws dev.latent.api.ActivationException if the provider can't be made
   */
  @Nullable Object service(ServiceOffer offer);

  /**
   * Makes an instance for one user where the offer has prototype scope, else gives the shared
   * object.
   *
   * @param offer an offer of this plugin
   * @return the instance; null as for {@link #service}
   * @throws dev.latent.api.ActivationException if the provider can't be made
   */
  @Nullable ServiceInstance<Object> instance(ServiceOffer offer);

  /**
   * The class loader of the plugin, which is the context class loader of a thread while it makes a
   * service on demand or stops the plugin.
   *
   * @return the loader; null to leave the thread's as it is
   */
  default @Nullable ClassLoader loader() {
    return null;
  }

  /**
   * Whether somebody relies on the plugin without asking the container: another plugin holds a
   * service of it, an instance is out, a thread runs its code. Looks at all threads, so not for
   * often.
   *
   * @return true if stopping it would be noticed
   */
  default boolean busy() {
    return false;
  }

  /**
   * The classes of the plugin that its activation and the making of its first service loaded.
   *
   * @return binary names in the order of loading; empty if the runtime does not know
   */
  default List<String> startClasses() {
    return List.of();
  }

  /**
   * Stops the plugin.
   *
   * @param limit how long its own stop code may take; then it is interrupted
   * @return what it left behind or did wrong, in words; empty if nothing
   */
  List<String> stop(Duration limit);
}
