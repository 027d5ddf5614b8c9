package dev.latent.container.service;

import dev.latent.api.PluginException;
import dev.latent.api.PluginKind;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.finder.Offer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lookups do about offers of components. The gate is the bridge's to set; the bridge is made,
 * which boots nothing, by the first lookup that meets a component. Until there is a gate all offers
 * hold. Without state; not loaded by lookups that meet no component.
 */
final class GatedOffers {

  private GatedOffers() {}

  /** Lets the gate find out what a lookup needs; true if any other lookup would need no more. */
  static boolean prepare(ServiceCatalog catalog, List<Offer> stated, @Nullable LdapFilter filter) {
    List<Offer> components = new ArrayList<>();
    for (int i = 0; i < stated.size(); i++) {
      if (stated.get(i).component()) {
        components.add(stated.get(i));
      }
    }
    OfferGate gate = gate(catalog);
    return gate == null || gate.prepare(components, filter);
  }

  /** As {@link #prepare}, without finding anything out: changes are told from now on. */
  static void watch(ServiceCatalog catalog, List<Offer> stated) {
    OfferGate gate = gate(catalog);
    for (Offer offer : stated) {
      if (gate != null && offer.component()) {
        gate.holding(offer);
      }
    }
  }

  private static @Nullable OfferGate gate(ServiceCatalog catalog) {
    OfferGate gate = catalog.gate();
    if (gate == null && !catalog.connected()) {
      try {
        catalog.activations().connect(PluginKind.BUNDLE);
      } catch (PluginException e) {
        // Without a runtime there is no gate, and the activation of an offer says what is missing.
        return null;
      } finally {
        catalog.connected(true);
      }
      gate = catalog.gate();
    }
    return gate;
  }
}
