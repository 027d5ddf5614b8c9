package dev.latent.container.service.osgi;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/**
 * Asks a placeholder for its service, for each bundle once. Defined again by {@link
 * ExtenderLoader}, so it knows types of the JVM and of OSGi only.
 */
public class ExtenderFactory implements ServiceFactory<Object> {

  private final BiFunction<Bundle, Object, @Nullable Object> get;
  private final BiConsumer<Bundle, Object> unget;

  /**
   * Makes a factory.
   *
   * @param get gives a bundle the service, or null
   * @param unget takes it back
   */
  public ExtenderFactory(
      BiFunction<Bundle, Object, @Nullable Object> get, BiConsumer<Bundle, Object> unget) {
    this.get = get;
    this.unget = unget;
  }

  @Override
  @SuppressWarnings("NullAway") // OSGi's own signatures say nothing of null; null is allowed
  public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
    return get.apply(bundle, registration);
  }

  @Override
  public void ungetService(
      Bundle bundle, ServiceRegistration<Object> registration, Object service) {
    unget.accept(bundle, service);
  }
}
