package dev.latent.container.descriptor;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Makes values of types that this package does not know, as OSGi's filters do. */
final class ForeignValues {

  private ForeignValues() {}

  /**
   * Asks the type itself: its public static {@code valueOf(String)} first, then its public
   * constructor that takes a {@code String}.
   *
   * @return the value, or null if there is neither or it refuses the text
   */
  static @Nullable Object valueOf(Class<?> type, String text) {
    try {
      Method valueOf = method(type);
      if (valueOf != null) {
        if (!valueOf.trySetAccessible()) {
          return null;
        }
        return valueOf.invoke(null, text);
      }
      Constructor<?> constructor = type.getConstructor(String.class);
      return constructor.trySetAccessible() ? constructor.newInstance(text) : null;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      return null;
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  private static @Nullable Method method(Class<?> type) {
    try {
      Method method = type.getMethod("valueOf", String.class);
      return Modifier.isStatic(method.getModifiers())
              && type.isAssignableFrom(method.getReturnType())
          ? method
          : null;
    } catch (NoSuchMethodException e) {
      return null;
    }
  }
}
