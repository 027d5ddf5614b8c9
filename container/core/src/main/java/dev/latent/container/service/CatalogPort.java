package dev.latent.container.service;

import dev.latent.api.ServiceChange;
import dev.latent.api.Subscription;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.RunningPlugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalog as a bridge sees it. */
final class CatalogPort implements ServicePort {

  private final ServiceCatalog catalog;

  CatalogPort(ServiceCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public PluginSet plugins() {
    return catalog.plugins();
  }

  @Override
  public List<BridgedService> services() {
    Set<ServiceEntry> entries = new LinkedHashSet<>();
    for (String type : catalog.types()) {
      entries.addAll(catalog.present(type));
    }
    return bridged(entries);
  }

  @Override
  public List<BridgedService> services(String typeName) {
    return bridged(catalog.present(typeName));
  }

  private List<BridgedService> bridged(Iterable<ServiceEntry> entries) {
    List<ServiceEntry> shown = new ArrayList<>();
    for (ServiceEntry entry : entries) {
      RegisteredPlugin plugin = entry.plugin();
      boolean own = entry instanceof ObservedEntry;
      if (!own && (plugin == null || catalog.shown(plugin))) {
        shown.add(entry);
      }
    }
    shown.sort(Comparator.comparingInt(ServiceEntry::group).thenComparingLong(ServiceEntry::order));
    List<BridgedService> result = new ArrayList<>(shown.size());
    for (ServiceEntry entry : shown) {
      result.add(CatalogBridgedService.of(entry));
    }
    return List.copyOf(result);
  }

  @Override
  public Subscription listen(BridgeListener listener) {
    return catalog.feed().listen(listener);
  }

  @Override
  public RunningPlugin activate(RegisteredPlugin plugin, String cause) {
    return catalog.activations().activate(plugin, new ActivationCause(cause)).running();
  }

  @Override
  public List<RegisteredPlugin> around() {
    return catalog.activations().around();
  }

  @Override
  public boolean failed(RegisteredPlugin plugin) {
    return catalog.offered(plugin) && !catalog.shown(plugin);
  }

  @Override
  public boolean busy(RegisteredPlugin plugin) {
    return catalog.activations().status(plugin).operation() != null;
  }

  @Override
  public Closure closure(RegisteredPlugin plugin) {
    return catalog.activations().closure(plugin);
  }

  @Override
  public void added(ObservedService service) {
    ActualServices.observed(catalog, service);
  }

  @Override
  public void modified(ObservedService service) {
    ActualServices.modified(catalog, service);
  }

  @Override
  public void removed(ObservedService service) {
    ActualServices.gone(catalog, service);
  }

  @Override
  public void gate(OfferGate gate) {
    catalog.gate(gate);
  }

  @Override
  public void gateChanged(Offer offer, boolean holds) {
    catalog.forget();
    if (catalog.shown(offer.plugin())) {
      catalog
          .feed()
          .tell(
              holds ? ServiceChange.Kind.ADDED : ServiceChange.Kind.REMOVED,
              catalog.entry(offer),
              true);
    }
    if (!holds) {
      catalog.entries().drop(offer);
    }
  }

  @Override
  public void forget() {
    catalog.forget();
  }

  @Override
  public List<BridgedService> ungated(@Nullable String typeName) {
    List<BridgedService> services = new ArrayList<>();
    for (ServiceEntry entry : catalog.entries().ungated(typeName)) {
      RegisteredPlugin plugin = entry.plugin();
      if (plugin == null || catalog.shown(plugin)) {
        services.add(CatalogBridgedService.of(entry));
      }
    }
    return services;
  }

  @Override
  public Subscription register(Class<?> type, Object service) {
    RegisteredEntry entry = ActualServices.register(catalog, null, type, service, Map.of());
    return () -> ActualServices.unregister(catalog, entry);
  }

  @Override
  public boolean shown(RegisteredPlugin plugin) {
    return catalog.shown(plugin);
  }
}
