package dev.latent.container.service.osgi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;

/**
 * Reads a Configuration Admin service, whatever loader its API comes from: the API belongs to the
 * bundle, or to the host, and is not on the class path of the container. Thread-safe.
 */
final class ConfigurationReader {

  static final String ADMIN = "org.osgi.service.cm.ConfigurationAdmin";
  static final String LISTENER = "org.osgi.service.cm.SynchronousConfigurationListener";

  private final Object admin;
  private final @Nullable ServiceReference<?> reference;
  private final Class<?> listener;
  private final Method list;
  private final Method pid;
  private final Method factoryPid;
  private final Method location;
  private final Method properties;
  private final boolean processed;

  /**
   * Makes a reader.
   *
   * @param admin the service
   * @param reference its reference; null if it is the host's own
   * @throws ReflectiveOperationException if it is no Configuration Admin
   */
  ConfigurationReader(Object admin, @Nullable ServiceReference<?> reference)
      throws ReflectiveOperationException {
    this.admin = admin;
    this.reference = reference;
    Class<?> api = api(admin.getClass());
    if (api == null) {
      throw new ClassNotFoundException(ADMIN + " is not implemented by " + admin.getClass());
    }
    ClassLoader loader = api.getClassLoader();
    Class<?> configuration = Class.forName("org.osgi.service.cm.Configuration", false, loader);
    listener = Class.forName(LISTENER, false, loader);
    list = api.getMethod("listConfigurations", String.class);
    pid = configuration.getMethod("getPid");
    factoryPid = configuration.getMethod("getFactoryPid");
    location = configuration.getMethod("getBundleLocation");
    Method read = null;
    if (reference != null) {
      try {
        read = configuration.getMethod("getProcessedProperties", ServiceReference.class);
      } catch (NoSuchMethodException e) {
        read = null; // before version 1.6, which let plugins process what components get
      }
    }
    processed = read != null;
    properties = read != null ? read : configuration.getMethod("getProperties");
  }

  private static @Nullable Class<?> api(@Nullable Class<?> type) {
    if (type == null || type.getName().equals(ADMIN)) {
      return type;
    }
    for (Class<?> each : type.getInterfaces()) {
      Class<?> found = api(each);
      if (found != null) {
        return found;
      }
    }
    return api(type.getSuperclass());
  }

  /** All configurations; what is deleted meanwhile is left out. */
  List<StoredConfiguration> all() {
    return read(null);
  }

  /** The configuration of a PID, if there is one. */
  List<StoredConfiguration> withPid(String wanted) {
    StringBuilder filter = new StringBuilder("(service.pid=");
    for (int i = 0; i < wanted.length(); i++) {
      char c = wanted.charAt(i);
      if (c == '(' || c == ')' || c == '*' || c == '\\') {
        filter.append('\\');
      }
      filter.append(c);
    }
    return read(filter.append(')').toString());
  }

  private List<StoredConfiguration> read(@Nullable String filter) {
    List<StoredConfiguration> result = new ArrayList<>();
    if (call(list, admin, filter) instanceof Object[] found) {
      for (Object configuration : found) {
        StoredConfiguration there = readIfThere(configuration);
        if (there != null) {
          result.add(there);
        }
      }
    }
    return result;
  }

  private @Nullable StoredConfiguration readIfThere(Object configuration) {
    try {
      return read(configuration);
    } catch (IllegalStateException e) {
      // Deleted since it was listed.
      return null;
    }
  }

  private StoredConfiguration read(Object configuration) {
    Object all =
        processed ? call(properties, configuration, reference) : call(properties, configuration);
    Map<String, Object> copy = new LinkedHashMap<>();
    if (all instanceof Dictionary<?, ?> dictionary) {
      for (Enumeration<?> keys = dictionary.keys(); keys.hasMoreElements(); ) {
        Object key = keys.nextElement();
        copy.put(key.toString(), dictionary.get(key));
      }
    }
    return new StoredConfiguration(
        String.valueOf(call(pid, configuration)),
        call(factoryPid, configuration) instanceof String factory ? factory : null,
        call(location, configuration) instanceof String place ? place : null,
        copy);
  }

  /** The reference of the service; null if it is the host's own. */
  @Nullable ServiceReference<?> reference() {
    return reference;
  }

  /** The type that listeners are registered under. */
  Class<?> listenerType() {
    return listener;
  }

  /** Makes a listener of that type, which is told the PID of each configuration that changes. */
  @SuppressWarnings("ReferenceEquality") // a listener is equal to itself only
  Object listener(Consumer<String> changed) {
    return Proxy.newProxyInstance(
        listener.getClassLoader(),
        new Class<?>[] {listener},
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              case "toString" -> "listener of Latent for configurations of components";
              default -> {
                Object event = arguments[0];
                Method getPid = event.getClass().getMethod("getPid");
                changed.accept(String.valueOf(getPid.invoke(event)));
                yield null;
              }
            });
  }

  private static @Nullable Object call(Method method, Object target, @Nullable Object... with) {
    try {
      return method.invoke(target, with);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("Configuration Admin failed: " + cause, cause);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Configuration Admin hides its API: " + e.getMessage(), e);
    }
  }
}
