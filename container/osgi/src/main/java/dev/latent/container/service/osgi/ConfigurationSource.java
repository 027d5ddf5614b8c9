package dev.latent.container.service.osgi;

import dev.latent.api.PluginException;
import dev.latent.api.Subscription;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.OsgiRuntime;
import dev.latent.container.service.BridgedService;
import dev.latent.container.service.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * The configurations that the Configuration Admin of the plugin set, or the host's, has. One that
 * is a plugin is activated only if it may have any: its data area is not empty, something else may
 * keep them for it, or it is active anyway. What was read stays when it stops, as the component
 * runtime keeps what it was given.
 *
 * <p>Thread-safe; no lock is held while Configuration Admin is called.
 */
final class ConfigurationSource {

  private static final String PERSISTENCE = "org.apache.felix.cm.PersistenceManager";
  private static final String OWN = "dev.latent.own";
  private static final String DIRECTORY = "felix.cm.dir";

  private final ServicePort port;
  private final OsgiRuntime runtime;
  private final Runnable changed;
  private final AtomicReference<@Nullable Opened> opened = new AtomicReference<>();
  private final Set<Object> useless = ConcurrentHashMap.newKeySet();

  /** Guards that {@link #known} is replaced. */
  private final Object lock = new Object();

  private volatile Configurations known = Configurations.NONE;
  private final AtomicLong changes = new AtomicLong();

  /** A Configuration Admin that is listened to. */
  private record Opened(ConfigurationReader reader, List<Runnable> closing) {}

  /**
   * Makes a source.
   *
   * @param changed called after each change, on the thread that made it, no lock held
   */
  ConfigurationSource(ServicePort port, OsgiRuntime runtime, Runnable changed) {
    this.port = port;
    this.runtime = runtime;
    this.changed = changed;
  }

  /** What there is now. */
  Configurations configurations() {
    return known;
  }

  /** Whether there may be configurations that were not read yet. */
  boolean pending() {
    return opened.get() == null && next() != null;
  }

  /** The Configuration Admin to be asked next. */
  private @Nullable BridgedService next() {
    for (BridgedService service : port.ungated(ConfigurationReader.ADMIN)) {
      RegisteredPlugin plugin = service.plugin();
      Object key = plugin == null ? service : plugin;
      if (!useless.contains(key)
          && (plugin == null || service.active() || mayHaveConfigurations(plugin))) {
        return service;
      }
    }
    return null;
  }

  private boolean mayHaveConfigurations(RegisteredPlugin plugin) {
    if (runtime.mayHaveData(plugin) || runtime.property(DIRECTORY) != null) {
      return true;
    }
    for (BridgedService other : port.ungated(PERSISTENCE)) {
      if (!plugin.equals(other.plugin())) {
        return true; // keeps them in a place of its own
      }
    }
    return false;
  }

  /** Reads what is pending; activates Configuration Admin if that is what it takes. */
  void read() {
    BridgedService service = next();
    if (service == null) {
      return;
    }
    RegisteredPlugin plugin = service.plugin();
    try {
      if (plugin == null) {
        Object admin = service.get("configurations of components");
        if (admin != null) {
          open(new ConfigurationReader(admin, null), null);
        }
      } else {
        // The framework tells of its registration, see registered().
        port.activate(plugin, "configurations of components");
      }
    } catch (PluginException | ReflectiveOperationException | IllegalStateException e) {
      // The container has recorded why; without it there are no configurations.
      useless.add(plugin == null ? service : plugin);
      return;
    }
    if (opened.get() == null) {
      useless.add(plugin == null ? service : plugin);
    }
  }

  /** Takes a Configuration Admin that a bundle registered. */
  void registered(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    BundleContext context = bundle == null ? null : bundle.getBundleContext();
    if (context == null || opened.get() != null) {
      return;
    }
    try {
      Object admin = context.getService(reference);
      if (admin != null) {
        open(new ConfigurationReader(admin, reference), context);
      }
    } catch (ReflectiveOperationException | IllegalStateException e) {
      // Not one that the component runtime could read either.
      return;
    }
  }

  private void open(ConfigurationReader reader, @Nullable BundleContext context) {
    List<Runnable> closing = new ArrayList<>();
    Opened mine = new Opened(reader, closing);
    if (!opened.compareAndSet(null, mine)) {
      return;
    }
    Object listener = reader.listener(pid -> changed(mine, pid));
    if (context == null) {
      Subscription registration = port.register(reader.listenerType(), listener);
      closing.add(registration::close);
    } else {
      // In the name of the bundle itself, whose types they are.
      ServiceRegistration<?> registration =
          context.registerService(
              ConfigurationReader.LISTENER,
              listener,
              FrameworkUtil.asDictionary(Map.of(OWN, true)));
      closing.add(() -> Placeholders.unregister(registration));
    }
    long seen;
    do {
      seen = changes.get();
      Configurations read = Configurations.of(reader.all());
      synchronized (lock) {
        known = read;
      }
    } while (seen != changes.get());
    changed.run();
  }

  private void changed(Opened by, String pid) {
    if (by.equals(opened.get())) {
      long seen = changes.incrementAndGet();
      while (true) {
        List<StoredConfiguration> read = by.reader().withPid(pid);
        synchronized (lock) {
          known = known.with(pid, read);
        }
        // What another change put there meanwhile may be newer than what was read.
        long now = changes.get();
        if (seen == now) {
          break;
        }
        seen = now;
      }
      changed.run();
    }
  }

  /** Takes note that a service is gone. */
  void unregistered(ServiceReference<?> reference) {
    Opened now = opened.get();
    if (now != null
        && reference.equals(now.reader().reference())
        && opened.compareAndSet(now, null)) {
      now.closing().forEach(Runnable::run);
    }
  }

  /** Whether a registration is the container's own. */
  static boolean isOwn(ServiceReference<?> reference) {
    return reference.getProperty(OWN) != null;
  }

  void close() {
    Opened now = opened.getAndSet(null);
    if (now != null) {
      now.closing().forEach(Runnable::run);
    }
  }
}
