package dev.latent.container.service.osgi;

import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.service.ServicePort;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;

/**
 * Tells the container of every service that bundles register, and keeps placeholders in step with
 * the registrations behind them. Thread-safe.
 */
final class ObservedServices implements AllServiceListener {

  private final BootedFramework framework;
  private final BundleContext system;
  private final ServicePort port;
  private final Placeholders placeholders;
  private final ComponentOffers components;
  private final Map<ServiceReference<?>, ObservedReference> observed = new ConcurrentHashMap<>();

  ObservedServices(
      BootedFramework framework,
      ServicePort port,
      Placeholders placeholders,
      ComponentOffers components) {
    this.framework = framework;
    this.system = framework.context();
    this.port = port;
    this.placeholders = placeholders;
    this.components = components;
  }

  void open() {
    system.addServiceListener(this);
    try {
      ServiceReference<?>[] present = system.getAllServiceReferences(null, null);
      if (present != null) {
        for (ServiceReference<?> reference : present) {
          added(reference);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("No filter can't be wrong", e);
    }
  }

  @Override
  public void serviceChanged(ServiceEvent event) {
    ServiceReference<?> reference = event.getServiceReference();
    switch (event.getType()) {
      case ServiceEvent.REGISTERED -> added(reference);
      case ServiceEvent.MODIFIED, ServiceEvent.MODIFIED_ENDMATCH -> modified(reference);
      case ServiceEvent.UNREGISTERING -> removed(reference);
      default -> {
        // Later versions of the framework may have more kinds of events.
      }
    }
  }

  private void added(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle == null
        || placeholders.placeholder(reference) != null
        || hook(reference)
        || ConfigurationSource.isOwn(reference)) {
      return;
    }
    RegisteredPlugin plugin = framework.pluginOf(bundle);
    Placeholder bound = placeholders.boundTo(reference);
    Offer offer =
        bound != null
            ? bound.service().offer()
            : plugin == null ? null : components.offerOf(plugin, reference, taken());
    ObservedReference service = new ObservedReference(system, reference, plugin, offer);
    if (observed.putIfAbsent(reference, service) == null) {
      port.added(service);
      components.observed(service, true);
      if (service.types().contains(ConfigurationReader.ADMIN)) {
        components.configurations().registered(reference);
      }
      if (bound != null) {
        bound.update();
      }
    }
  }

  private void modified(ServiceReference<?> reference) {
    ObservedReference service = observed.get(reference);
    if (service != null) {
      port.modified(service);
      components.modified(service);
    }
    Placeholder bound = placeholders.boundTo(reference);
    if (bound != null) {
      bound.update();
    }
  }

  private void removed(ServiceReference<?> reference) {
    // Consumers let go of the placeholder while the real service can still be given back.
    placeholders.gone(reference);
    ObservedReference service = observed.remove(reference);
    if (service != null) {
      port.removed(service);
      components.observed(service, false);
      components.configurations().unregistered(reference);
      service.release();
    }
  }

  /** The offers that registrations keep. */
  private Set<Offer> taken() {
    Set<Offer> taken = new HashSet<>();
    for (ObservedReference service : observed.values()) {
      if (service.offer() != null) {
        taken.add(service.offer());
      }
    }
    return taken;
  }

  /** Hooks are no services to look up. */
  private static boolean hook(ServiceReference<?> reference) {
    return reference.getProperty("objectClass") instanceof String[] types
        && types.length > 0
        && types[0].startsWith("org.osgi.framework.hooks.");
  }

  void close() {
    system.removeServiceListener(this);
    for (ServiceReference<?> reference : List.copyOf(observed.keySet())) {
      @Nullable ObservedReference service = observed.remove(reference);
      if (service != null) {
        service.release();
      }
    }
  }
}
