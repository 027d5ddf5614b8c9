package dev.latent.container.service;

import dev.latent.api.PluginKind;
import dev.latent.api.ServiceInstance;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the activator of a layer plugin registered for a service that the plugin's descriptor
 * promises by a capability and no provider class gives.
 */
record KeptPromise(RegisteredEntry entry, Offer offer) implements ObservedService {

  /**
   * The promise that a registration keeps: one that its attributes don't contradict, of several the
   * one that has most of them.
   *
   * @return the promise; null if nothing like it is promised, or another registration keeps it
   */
  static @Nullable KeptPromise of(ServiceCatalog catalog, RegisteredEntry entry) {
    RegisteredPlugin plugin = entry.plugin();
    if (plugin == null || plugin.kind() != PluginKind.LAYER) {
      return null;
    }
    Offer best = null;
    int most = -1;
    for (Offer offer : catalog.offersOf(plugin)) {
      if (isLeftToActivator(offer.stated())
          && offer.stated().types().containsAll(entry.types())
          && catalog.entry(offer).observed() == null) {
        int alike = alike(offer.attributes(), entry.attributes());
        if (alike > most) {
          most = alike;
          best = offer;
        }
      }
    }
    return best == null ? null : new KeptPromise(entry, best);
  }

  /** Whether neither the promise nor the module names a class that gives the service. */
  private static boolean isLeftToActivator(ServiceOffer stated) {
    return stated.kind() == PluginKind.LAYER
        && stated.source() == ServiceOffer.Source.SERVICE_CAPABILITY;
  }

  /** How many attributes are equal; -1 if one is not. */
  private static int alike(Map<String, Object> promised, Map<String, Object> real) {
    int alike = 0;
    for (Map.Entry<String, Object> attribute : promised.entrySet()) {
      Object value = real.get(attribute.getKey());
      if (value != null) {
        if (!value.equals(attribute.getValue())) {
          return -1;
        }
        alike++;
      }
    }
    return alike;
  }

  @Override
  public @Nullable RegisteredPlugin plugin() {
    return entry.plugin();
  }

  @Override
  public List<String> types() {
    return entry.types();
  }

  @Override
  public Map<String, Object> attributes() {
    return entry.attributes();
  }

  @Override
  public long order() {
    return entry.order();
  }

  @Override
  public @Nullable Object get() {
    return entry.object();
  }

  @Override
  public @Nullable ServiceInstance<Object> instance() {
    Object shared = get();
    return shared == null ? null : new SharedInstance(shared);
  }
}
