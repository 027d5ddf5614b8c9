package dev.latent.container.service;

import dev.latent.api.Deferred;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Passes every call, also those of {@code Object}, on to a service that is looked up first. */
final class ServiceProxy implements InvocationHandler {

  private final Deferred<?> service;

  ServiceProxy(Deferred<?> service) {
    this.service = service;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object target = service.get();
    if (arguments != null
        && method.getDeclaringClass() == Object.class
        && arguments.length == 1) { // equals: a proxy of the same service is that service
      return target.equals(unwrap(arguments[0]));
    }
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    }
  }

  private static @Nullable Object unwrap(@Nullable Object object) {
    return object != null
            && java.lang.reflect.Proxy.isProxyClass(object.getClass())
            && java.lang.reflect.Proxy.getInvocationHandler(object) instanceof ServiceProxy other
        ? other.service.get()
        : object;
  }
}
