package dev.latent.container.service.osgi;

import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.runtime.osgi.OfferMatch;
import dev.latent.container.service.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
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
    if (bundle == null || placeholders.placeholder(reference) != null || hook(reference)) {
      return;
    }
    RegisteredPlugin plugin = framework.pluginOf(bundle);
    Placeholder bound = placeholders.boundTo(reference);
    Offer offer = bound == null ? offerOf(plugin, reference) : bound.service().offer();
    ObservedReference service = new ObservedReference(system, reference, plugin, offer);
    if (observed.putIfAbsent(reference, service) == null) {
      port.added(service);
      components.observed(service, true);
      if (bound != null) {
        bound.update();
      }
    }
  }

  private void modified(ServiceReference<?> reference) {
    ObservedReference service = observed.get(reference);
    if (service != null) {
      port.modified(service);
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
      service.release();
    }
  }

  /** The promise that a registration keeps although no placeholder stood for it. */
  private @Nullable Offer offerOf(@Nullable RegisteredPlugin plugin, ServiceReference<?> real) {
    Offer best = null;
    int bestScore = -1;
    if (plugin != null && real.getProperty(Constants.OBJECTCLASS) instanceof String[] types) {
      for (Offer offer : port.plugins().offers(types[0])) {
        int score = offer.plugin().equals(plugin) ? OfferMatch.score(real, offer.stated()) : -1;
        if (score > bestScore && !taken(offer)) {
          best = offer;
          bestScore = score;
        }
      }
    }
    return best;
  }

  private boolean taken(Offer offer) {
    for (ObservedReference service : observed.values()) {
      if (offer.equals(service.offer())) {
        return true;
      }
    }
    return false;
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
