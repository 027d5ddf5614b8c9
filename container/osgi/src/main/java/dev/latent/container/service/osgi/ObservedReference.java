package dev.latent.container.service.osgi;

import dev.latent.api.ServiceInstance;
import dev.latent.container.descriptor.AttributeMap;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.service.ObservedService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

/** A registration of a bundle, as the container sees it. Got in the framework's own name. */
final class ObservedReference implements ObservedService {

  private final BundleContext system;
  private final ServiceReference<?> reference;
  private final @Nullable RegisteredPlugin plugin;
  private final @Nullable Offer offer;
  private final AtomicReference<@Nullable Object> held = new AtomicReference<>();

  ObservedReference(
      BundleContext system,
      ServiceReference<?> reference,
      @Nullable RegisteredPlugin plugin,
      @Nullable Offer offer) {
    this.system = system;
    this.reference = reference;
    this.plugin = plugin;
    this.offer = offer;
  }

  @Override
  public @Nullable RegisteredPlugin plugin() {
    return plugin;
  }

  @Override
  public @Nullable Offer offer() {
    return offer;
  }

  @Override
  public List<String> types() {
    return reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types
        ? List.of(types)
        : List.of();
  }

  @Override
  public Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (String key : reference.getPropertyKeys()) {
      if (!key.equals(Constants.OBJECTCLASS) && !key.equals(Constants.SERVICE_ID)) {
        attributes.put(key, reference.getProperty(key));
      }
    }
    return AttributeMap.copyOf(attributes);
  }

  @Override
  public long order() {
    return reference.getProperty(Constants.SERVICE_ID) instanceof Long id ? id : 0;
  }

  @Override
  public @Nullable Object get() {
    Object known = held.get();
    if (known != null) {
      return known;
    }
    Object service = system.getService(reference);
    if (service != null && !held.compareAndSet(null, service)) {
      system.ungetService(reference);
      return held.get();
    }
    return service;
  }

  @Override
  public @Nullable ServiceInstance<Object> instance() {
    if (Constants.SCOPE_PROTOTYPE.equals(reference.getProperty(Constants.SERVICE_SCOPE))) {
      return prototype(reference);
    }
    Object shared = get();
    return shared == null ? null : new Instance(shared, () -> {});
  }

  private <S> @Nullable ServiceInstance<Object> prototype(ServiceReference<S> typed) {
    ServiceObjects<S> objects = system.getServiceObjects(typed);
    S object = objects == null ? null : objects.getService();
    return objects == null || object == null
        ? null
        : new Instance(object, () -> objects.ungetService(object));
  }

  /** Gives back what the container got. */
  void release() {
    if (held.getAndSet(null) != null) {
      try {
        system.ungetService(reference);
      } catch (IllegalStateException e) {
        // The framework stops and has let go of everything.
        return;
      }
    }
  }

  private static final class Instance implements ServiceInstance<Object> {

    private final Object object;
    private final AtomicReference<@Nullable Runnable> giveBack;

    Instance(Object object, Runnable giveBack) {
      this.object = object;
      this.giveBack = new AtomicReference<>(giveBack);
    }

    @Override
    public Object get() {
      return object;
    }

    @Override
    public void close() {
      Runnable action = giveBack.getAndSet(null);
      if (action != null) {
        try {
          action.run();
        } catch (IllegalStateException | IllegalArgumentException e) {
          // The service is gone and has taken its objects along.
          return;
        }
      }
    }
  }
}
