package dev.latent.container.service;

import dev.latent.api.PluginState;
import dev.latent.api.ServiceChange;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps in a catalog what was really registered, with the container or, as bridges tell, in another
 * registry, beside what is promised.
 */
final class ActualServices {

  private ActualServices() {}

  /** Registers an object for the host or a plugin. */
  static RegisteredEntry register(
      ServiceCatalog catalog,
      @Nullable RegisteredPlugin by,
      Class<?> type,
      Object service,
      Map<String, ?> attributes) {
    RegisteredEntry entry =
        new RegisteredEntry(
            by,
            by == null ? catalog.host() : by.id(),
            type.getName(),
            service,
            attributes,
            catalog.nextRegistration());
    KeptPromise promise = KeptPromise.of(catalog, entry);
    entry.promise(promise);
    catalog.entries().add(entry);
    if (promise != null) {
      observed(catalog, promise);
      return entry;
    }
    catalog.forget();
    catalog.feed().tell(ServiceChange.Kind.ADDED, entry, true);
    return entry;
  }

  /** Tells that attributes of a registered object changed. */
  static void modified(ServiceCatalog catalog, RegisteredEntry entry) {
    KeptPromise promise = entry.promise();
    if (promise != null) {
      modified(catalog, promise);
      return;
    }
    catalog.forget();
    catalog.feed().tell(ServiceChange.Kind.MODIFIED, entry, true);
  }

  /** Takes a registered object back. */
  static void unregister(ServiceCatalog catalog, RegisteredEntry entry) {
    if (catalog.entries().remove(entry)) {
      KeptPromise promise = entry.promise();
      if (promise != null) {
        gone(catalog, promise);
        entry.go();
        return;
      }
      entry.go();
      catalog.forget();
      catalog.feed().tell(ServiceChange.Kind.REMOVED, entry, true);
    }
  }

  /** Takes note of a registration in another registry, or one that keeps a promise. */
  static void observed(ServiceCatalog catalog, ObservedService service) {
    Offer offer = service.offer();
    if (offer == null) {
      ObservedEntry entry = new ObservedEntry(service, catalog.host());
      catalog.entries().observed(service, entry);
      catalog.forget();
      catalog.feed().tell(ServiceChange.Kind.ADDED, entry, false);
      return;
    }
    boolean known = offer.key() instanceof Integer || catalog.entries().has(offer);
    OfferEntry entry = catalog.entry(offer);
    boolean back = entry.taken();
    catalog.entries().observed(service, entry);
    entry.observed(service);
    catalog.forget();
    catalog
        .feed()
        .tell(back || !known ? ServiceChange.Kind.ADDED : ServiceChange.Kind.MODIFIED, entry, back);
  }

  /** Tells that attributes of an observed service changed. */
  static void modified(ServiceCatalog catalog, ObservedService service) {
    ServiceEntry entry = catalog.entries().observed(service);
    if (entry != null) {
      catalog.forget();
      catalog.feed().tell(ServiceChange.Kind.MODIFIED, entry, false);
    }
  }

  /** Takes note that an observed service is gone. */
  static void gone(ServiceCatalog catalog, ObservedService service) {
    ServiceEntry entry = catalog.entries().gone(service);
    if (entry instanceof OfferEntry offer && service.equals(offer.observed())) {
      boolean stays = catalog.activations().status(offer.plugin()).state() == PluginState.ACTIVE;
      offer.object(null);
      if (stays) {
        offer.observed(null);
        catalog.forget();
        catalog.feed().tell(ServiceChange.Kind.REMOVED, entry, true);
      } else {
        offer.reset();
        catalog.forget();
      }
    } else if (entry instanceof ObservedEntry) {
      entry.go();
      catalog.forget();
      catalog.feed().tell(ServiceChange.Kind.REMOVED, entry, false);
    }
  }
}
