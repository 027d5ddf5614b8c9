package dev.latent.container.service;

import dev.latent.api.ServiceInstance;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service that a plugin of another registry really registered, as its {@link ServiceBridge} tells
 * the container. Implemented by the bridge. Thread-safe; identity is equality.
 */
public interface ObservedService {

  /**
   * Who registered it.
   *
   * @return the plugin; null if it was the framework itself or a bundle that the container does not
   *     know
   */
  @Nullable RegisteredPlugin plugin();

  /**
   * The offer that it fulfils, if any. Its attributes then take the place of the promised ones for
   * as long as it is there.
   *
   * @return the offer; null if no descriptor announced it
   */
  @Nullable Offer offer();

  /**
   * The service types.
   *
   * @return fully qualified names, at least one
   */
  List<String> types();

  /**
   * Its attributes as they are now, {@code objectClass} and {@code service.id} left out.
   *
   * @return an immutable map with keys in any case
   */
  Map<String, Object> attributes();

  /**
   * Orders services of equal ranking that no descriptor announced.
   *
   * @return smaller for what was registered earlier, for example the {@code service.id}
   */
  long order();

  /**
   * Gets the object on behalf of the host.
   *
   * @return the object, the same each time until it is gone; null if it is gone or its maker failed
   */
  @Nullable Object get();

  /**
   * Makes an instance for one user where the service has prototype scope, else gives the shared
   * object.
   *
   * @return the instance; null as for {@link #get()}
   */
  @Nullable ServiceInstance<Object> instance();
}
