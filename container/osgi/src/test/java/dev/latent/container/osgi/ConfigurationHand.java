package dev.latent.container.osgi;

import java.lang.reflect.Method;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;

/** Makes configurations through a Configuration Admin whose API comes from some bundle. */
final class ConfigurationHand {

  private final Object admin;
  private final Class<?> api;
  private final Class<?> configuration;

  ConfigurationHand(Object admin) throws ReflectiveOperationException {
    this.admin = admin;
    ClassLoader loader = admin.getClass().getClassLoader();
    api = Class.forName("org.osgi.service.cm.ConfigurationAdmin", false, loader);
    configuration = Class.forName("org.osgi.service.cm.Configuration", false, loader);
  }

  void put(String pid, Map<String, Object> properties) throws ReflectiveOperationException {
    update(
        api.getMethod("getConfiguration", String.class, String.class).invoke(admin, pid, "?"),
        properties);
  }

  void put(String factoryPid, String name, Map<String, Object> properties)
      throws ReflectiveOperationException {
    update(
        api.getMethod("getFactoryConfiguration", String.class, String.class, String.class)
            .invoke(admin, factoryPid, name, "?"),
        properties);
  }

  private void update(Object target, Map<String, Object> properties)
      throws ReflectiveOperationException {
    configuration.getMethod("update", Dictionary.class).invoke(target, new Hashtable<>(properties));
  }

  /** Deletes the configuration of a PID, if it is there. */
  void delete(String pid) throws ReflectiveOperationException {
    for (Object each : list("(service.pid=" + pid + ")")) {
      configuration.getMethod("delete").invoke(each);
    }
  }

  void deleteAll() throws ReflectiveOperationException {
    for (Object each : list(null)) {
      configuration.getMethod("delete").invoke(each);
    }
  }

  private Object[] list(String filter) throws ReflectiveOperationException {
    Method method = api.getMethod("listConfigurations", String.class);
    Object found = method.invoke(admin, filter);
    return found instanceof Object[] all ? all : new Object[0];
  }
}
