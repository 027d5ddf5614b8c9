package dev.latent.container.runtime.osgi;

import dev.latent.api.ServiceInstance;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/** A started bundle. Gives the services that were registered in its name. Thread-safe. */
final class RunningBundle implements RunningPlugin {

  private final BootedFramework framework;
  private final RegisteredPlugin plugin;
  private final Bundle bundle;
  private final Map<ServiceReference<?>, Object> held = new ConcurrentHashMap<>();

  RunningBundle(BootedFramework framework, RegisteredPlugin plugin, Bundle bundle) {
    this.framework = framework;
    this.plugin = plugin;
    this.bundle = bundle;
  }

  @Override
  public @Nullable Object service(ServiceOffer offer) {
    ServiceReference<?> reference = OfferMatch.find(bundle, offer, framework.standIns());
    if (reference == null) {
      return null;
    }
    Object known = held.get(reference);
    if (known != null) {
      return known;
    }
    framework.failures().forget(bundle, framework.context().getBundle());
    Object service = framework.context().getService(reference);
    if (service == null) {
      if (reference.getBundle() == null) {
        return null;
      }
      throw framework.failures().explain(plugin, reference);
    }
    Object first = held.putIfAbsent(reference, service);
    if (first != null) {
      // Another thread was faster; one use is enough to hold it.
      framework.context().ungetService(reference);
      return first;
    }
    return service;
  }

  @Override
  public @Nullable ServiceInstance<Object> instance(ServiceOffer offer) {
    ServiceReference<?> reference = OfferMatch.find(bundle, offer, framework.standIns());
    if (reference == null) {
      return null;
    }
    if (!Constants.SCOPE_PROTOTYPE.equals(reference.getProperty(Constants.SERVICE_SCOPE))) {
      Object shared = service(offer);
      return shared == null ? null : new SharedInstance(shared);
    }
    return PrototypeInstance.of(framework.context(), reference);
  }

  @Override
  public @Nullable ClassLoader loader() {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? null : wiring.getClassLoader();
  }

  @Override
  public boolean busy() {
    ServiceReference<?>[] registered = bundle.getRegisteredServices();
    if (registered != null) {
      for (ServiceReference<?> reference : registered) {
        Bundle[] users = reference.getUsingBundles();
        if (users != null) {
          for (Bundle user : users) {
            if (user.getBundleId() != Constants.SYSTEM_BUNDLE_ID && !user.equals(bundle)) {
              return true;
            }
          }
        }
      }
    }
    ClassLoader loader = loader();
    return loader != null && new BundleStop(framework, plugin, bundle).anyThread(loader);
  }

  @Override
  public List<String> stop(Duration limit) {
    BundleContext context = framework.context();
    BundleStop stop = new BundleStop(framework, plugin, bundle);
    List<String> faults = stop.run(limit);
    if (stop.threw()) {
      framework.stopFailed(bundle);
    }
    Thread stuck = stop.stuck();
    if (stuck != null) {
      framework.givenUp().add(plugin.id(), bundle, stuck);
    }
    for (ServiceReference<?> reference : held.keySet()) {
      context.ungetService(reference);
    }
    held.clear();
    return faults;
  }

  private record SharedInstance(Object get) implements ServiceInstance<Object> {

    @Override
    public void close() {
      // Shared by all users; given back when the plugin stops.
    }
  }

  /** One object of a service with prototype scope. */
  private static final class PrototypeInstance<S> implements ServiceInstance<Object> {

    private final ServiceObjects<S> objects;
    private final S object;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PrototypeInstance(ServiceObjects<S> objects, S object) {
      this.objects = objects;
      this.object = object;
    }

    static <S> @Nullable PrototypeInstance<S> of(
        BundleContext context, ServiceReference<S> reference) {
      ServiceObjects<S> objects = context.getServiceObjects(reference);
      S object = objects == null ? null : objects.getService();
      return objects == null || object == null ? null : new PrototypeInstance<>(objects, object);
    }

    @Override
    public Object get() {
      return object;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        try {
          objects.ungetService(object);
        } catch (IllegalStateException | IllegalArgumentException e) {
          // The service is gone and has taken its objects along.
          return;
        }
      }
    }
  }
}
