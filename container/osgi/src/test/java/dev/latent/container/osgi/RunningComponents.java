package dev.latent.container.osgi;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** A framework without Latent in which everything is started, component runtime and all. */
final class RunningComponents implements AutoCloseable {

  /**
   * How long the component runtime waits for itself where a component is to be unregistered by what
   * its own registration led to; it goes on then, as it would after the usual five seconds.
   */
  static final String LOCK_LIMIT = "ds.lock.timeout.milliseconds";

  private static final String SETTLED = "settled";

  private final Framework framework;
  private final BundleContext context;
  private final ConfigurationHand configurations;
  private final Semaphore settled = new Semaphore(0);
  private final List<Bundle> bundles = new ArrayList<>();
  private int settling;

  RunningComponents(Path directory) throws Exception {
    boolean felix = System.getProperty("latent.test.framework", "felix").equals("felix");
    Map<String, String> settings = new HashMap<>();
    settings.put(Constants.FRAMEWORK_STORAGE, directory.resolve("storage").toString());
    settings.put("ds.loglevel", "none");
    settings.put(LOCK_LIMIT, "50");
    settings.put("felix.resolver.parallelism", "1");
    settings.put("eclipse.log.enabled", "false");
    settings.put("osgi.framework.activeThreadType", "daemon");
    framework =
        Class.forName(
                felix
                    ? "org.apache.felix.framework.FrameworkFactory"
                    : "org.eclipse.osgi.launch.EquinoxFactory")
            .asSubclass(FrameworkFactory.class)
            .getConstructor()
            .newInstance()
            .newFramework(settings);
    framework.start();
    context = framework.getBundleContext();
    Path published = directory.resolve("published");
    RealBundles.componentRuntime(published);
    RealBundles.configurationAdmin(published);
    startAll(published);
    ServiceReference<?> admin =
        context.getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null)[0];
    configurations = new ConfigurationHand(context.getService(admin));
    listen(admin);
  }

  private void startAll(Path published) throws IOException, BundleException {
    List<Bundle> installed = new ArrayList<>();
    try (Stream<Path> files = Files.list(published)) {
      for (Path jar : files.sorted().toList()) {
        installed.add(context.installBundle(jar.toUri().toString()));
      }
    }
    for (Bundle bundle : installed) {
      bundle.start();
    }
  }

  /**
   * Events reach listeners one after the other, so one of our own tells that others are through.
   */
  private void listen(ServiceReference<?> admin) throws ReflectiveOperationException {
    Object service = context.getService(admin);
    Class<?> type =
        Class.forName(
            "org.osgi.service.cm.ConfigurationListener",
            false,
            service.getClass().getClassLoader());
    Object listener =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "toString" -> "listener";
                  default -> {
                    Object event = arguments[0];
                    Object pid = event.getClass().getMethod("getPid").invoke(event);
                    if (SETTLED.equals(pid)) {
                      settled.release();
                    }
                    yield null;
                  }
                });
    admin.getBundle().getBundleContext().registerService(type.getName(), listener, null);
  }

  ConfigurationHand configurations() {
    return configurations;
  }

  /** Waits until the component runtime has heard of all changes of configurations. */
  void settle() throws Exception {
    configurations.put(SETTLED, Map.of("number", settling++));
    if (!settled.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Configuration Admin did not dispatch its events in 30 s");
    }
  }

  void add(Path jar) throws BundleException {
    Bundle bundle = context.installBundle(jar.toUri().toString());
    bundles.add(bundle);
    bundle.start();
  }

  void remove(Path jar) throws BundleException {
    for (Bundle bundle : List.copyOf(bundles)) {
      if (bundle.getLocation().equals(jar.toUri().toString())) {
        bundles.remove(bundle);
        bundle.uninstall();
      }
    }
  }

  /** Stops all bundles with components and starts them again, in order. */
  void restart() throws BundleException {
    for (Bundle bundle : bundles) {
      bundle.stop();
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
  }

  ServiceRegistration<?> register(Class<?> type, Object service, Map<String, Object> properties) {
    return context.registerService(type.getName(), service, FrameworkUtil.asDictionary(properties));
  }

  /** The properties of all services of a type that components registered. */
  List<Map<String, Object>> registered(String type) throws Exception {
    List<Map<String, Object>> registered = new ArrayList<>();
    ServiceReference<?>[] found = context.getAllServiceReferences(type, "(component.name=*)");
    if (found != null) {
      for (ServiceReference<?> reference : found) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
          properties.put(key, reference.getProperty(key));
        }
        registered.add(properties);
      }
    }
    return registered;
  }

  @Override
  public void close() throws BundleException {
    framework.stop();
    try {
      framework.waitForStop(30_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
