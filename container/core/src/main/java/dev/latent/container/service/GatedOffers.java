package dev.latent.container.service;

import dev.latent.api.PluginException;
import dev.latent.api.PluginKind;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The offers of components, as the gate has them. The gate is the bridge's to set; the bridge is
 * made, which boots nothing, by the first lookup that meets a component. Until there is a gate all
 * offers hold. Thread-safe.
 */
final class GatedOffers {

  private final ServiceCatalog catalog;
  private volatile @Nullable OfferGate gate;
  private volatile boolean connected;

  GatedOffers(ServiceCatalog catalog) {
    this.catalog = catalog;
  }

  void gate(OfferGate next) {
    gate = next;
  }

  /** The offers that stand now for one of the plugin set. */
  List<Offer> holding(Offer stated) {
    OfferGate decides = gate;
    return decides == null || !stated.component() ? List.of(stated) : decides.holding(stated);
  }

  /** Makes sure that the gate can decide about those of them that components make. */
  void prepare(List<Offer> stated) {
    List<Offer> components = null;
    for (int i = 0; i < stated.size(); i++) {
      if (stated.get(i).component()) {
        components = components == null ? new ArrayList<>() : components;
        components.add(stated.get(i));
      }
    }
    if (components == null) {
      return;
    }
    if (gate == null && !connected) {
      connect();
    }
    OfferGate decides = gate;
    if (decides != null) {
      decides.prepare(components);
    }
  }

  private void connect() {
    connected = true;
    try {
      catalog.activations().connect(PluginKind.BUNDLE);
    } catch (PluginException e) {
      // Without a runtime there is no gate, and the activation of an offer says what is missing.
      return;
    }
  }

  /** Passes on that a plugin, or the plugin set, changed. */
  void reconsider(@Nullable RegisteredPlugin plugin) {
    OfferGate decides = gate;
    if (decides != null) {
      decides.reconsider(plugin);
    }
  }
}
