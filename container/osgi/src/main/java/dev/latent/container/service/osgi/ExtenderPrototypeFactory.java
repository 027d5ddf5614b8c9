package dev.latent.container.service.osgi;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.PrototypeServiceFactory;

/** As its parent, for each request anew instead of for each bundle once. */
public final class ExtenderPrototypeFactory extends ExtenderFactory
    implements PrototypeServiceFactory<Object> {

  /**
   * Makes a factory.
   *
   * @param get gives a bundle the service, or null
   * @param unget takes it back
   */
  public ExtenderPrototypeFactory(
      BiFunction<Bundle, Object, @Nullable Object> get, BiConsumer<Bundle, Object> unget) {
    super(get, unget);
  }
}
