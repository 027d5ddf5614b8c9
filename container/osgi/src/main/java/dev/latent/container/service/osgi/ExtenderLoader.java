package dev.latent.container.service.osgi;

import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.runtime.osgi.EmptyBundle;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleReference;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;

/**
 * Defines the classes of placeholders' service factories a second time, as classes of a bundle that
 * is not the registrant. Frameworks take such a factory for an extender's, which registers services
 * in the name of others, and show it to consumers although its class loader knows none of their
 * types. The registrant is an empty bundle: Felix asks it for the service types all the same, and
 * the framework's own bundle might find other classes of the same names on the host's class path.
 */
final class ExtenderLoader extends ClassLoader implements BundleReference {

  private static final String NAME = "placeholders";

  private final Bundle bundle;

  private final BundleContext registrant;

  private ExtenderLoader(Bundle bundle, BundleContext registrant) {
    super(ExtenderLoader.class.getClassLoader());
    this.bundle = bundle;
    this.registrant = registrant;
  }

  /** In whose name placeholders are registered. */
  BundleContext registrant() {
    return registrant;
  }

  /** Installs the bundle in whose name placeholders are registered. */
  static ExtenderLoader install(BootedFramework framework) {
    try {
      Bundle empty =
          framework.install(
              NAME, new EmptyBundle("dev.latent.placeholders", "Latent placeholders of services"));
      empty.start(Bundle.START_TRANSIENT);
      return new ExtenderLoader(
          framework.context().getBundle(), Objects.requireNonNull(empty.getBundleContext()));
    } catch (BundleException e) {
      throw new IllegalStateException(
          "The framework refused the bundle that registers placeholders of services: "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public Bundle getBundle() {
    return bundle;
  }

  /** Makes the factory that is registered for a placeholder. */
  Object factory(Placeholder placeholder, String scope) {
    Class<?> type =
        Constants.SCOPE_PROTOTYPE.equals(scope)
            ? ExtenderPrototypeFactory.class
            : ExtenderFactory.class;
    BiFunction<Bundle, Object, @Nullable Object> get =
        (consumer, unused) -> placeholder.get(consumer);
    BiConsumer<Bundle, Object> unget = placeholder::unget;
    try {
      return (ServiceFactory<?>)
          loadClass(type.getName())
              .getConstructor(BiFunction.class, BiConsumer.class)
              .newInstance(get, unget);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The container's own " + type.getName() + " is broken.", e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.equals(ExtenderFactory.class.getName())
        && !name.equals(ExtenderPrototypeFactory.class.getName())) {
      // The classes need no more; a service type of the host is none of their business.
      // From the sixteenth call on, JDK 17 makes reflective calls through classes of its own whose
      // parent this loader is.
      if (name.startsWith("java.")
          || name.startsWith("jdk.internal.reflect.")
          || name.startsWith("org.osgi.framework.")) {
        return super.loadClass(name, resolve);
      }
      throw new ClassNotFoundException(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> defined = findLoadedClass(name);
      if (defined != null) {
        return defined;
      }
      String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
      try (InputStream in = ExtenderLoader.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
