package dev.latent.container.root;

import org.jspecify.annotations.Nullable;

/** Makes what may or may not be on the path, by the name of its class. */
final class Optionals {

  static final String LAYERS = "dev.latent.container.runtime.layer.LayerRuntimeFactory";
  static final String OSGI = "dev.latent.container.runtime.osgi.OsgiRuntimeFactory";
  static final String OSGI_BRIDGE = "dev.latent.container.service.osgi.OsgiServiceBridgeFactory";

  private Optionals() {}

  /** Makes an object of a class with a public constructor without parameters, or gives null. */
  static <T> @Nullable T make(Class<T> type, String className, ClassLoader hostLoader) {
    Class<?> found = find(className, Optionals.class.getClassLoader());
    if (found == null) {
      found = find(className, hostLoader);
    }
    if (found == null) {
      return null;
    }
    try {
      return type.cast(found.getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          className + " can't be made. Are all jars of Latent of the same version?", e);
    }
  }

  private static @Nullable Class<?> find(String className, @Nullable ClassLoader loader) {
    try {
      return Class.forName(className, true, loader);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }
}
