package dev.latent.container.runtime.layer;

import java.util.Iterator;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@code ServiceLoader.load} in layer plugins. The original looks into the layer of a
 * class loader alone, so a plugin would never find a service of another plugin; this one looks into
 * the layers of all plugins that offer the service. Calls come from code of plugins only, whose
 * class files name this class in place of the original.
 *
 * <p>Thread-safe. Makes layers where there are none yet, which defines no class; the loader that is
 * returned creates providers as it is iterated.
 */
public final class PluginServiceLoader {

  /** With hidden frames, as the caller may be what the JVM makes of a method reference. */
  private static final StackWalker STACK =
      StackWalker.getInstance(
          Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

  private PluginServiceLoader() {}

  /**
   * In place of {@code ServiceLoader.load(service)}.
   *
   * @param service the service type
   * @param <S> the service type
   * @return a loader over the plugin, all plugins that offer the service, and the host's modules
   */
  public static <S> ServiceLoader<S> load(Class<S> service) {
    Class<?> caller = caller();
    return services(caller).load(caller, service);
  }

  /**
   * In place of {@code ServiceLoader.load(service, loader)}.
   *
   * @param service the service type
   * @param loader a class loader; where it is that of the calling plugin this does the same as
   *     {@link #load(Class)}, else the same as the original
   * @param <S> the service type
   * @return a loader
   */
  public static <S> ServiceLoader<S> load(Class<S> service, @Nullable ClassLoader loader) {
    Class<?> caller = caller();
    return Objects.equals(caller.getClassLoader(), loader)
        ? services(caller).load(caller, service)
        : services(caller).original(caller, service, loader);
  }

  /** The class of a plugin whose code called. */
  private static Class<?> caller() {
    return STACK.walk(
        frames -> {
          Iterator<StackWalker.StackFrame> calls = frames.iterator();
          while (calls.hasNext()) {
            Class<?> declaring = calls.next().getDeclaringClass();
            if (declaring.getClassLoader() instanceof PluginClassLoader) {
              return declaring;
            }
          }
          throw new IllegalCallerException(
              "The caller is no class of a layer plugin. Call ServiceLoader.load itself.");
        });
  }

  private static ServiceLayers services(Class<?> caller) {
    return ((PluginClassLoader) caller.getClassLoader()).services();
  }
}
