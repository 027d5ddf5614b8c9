package dev.latent.container.service;

import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The services of a catalog that anybody looked at, registered or observed, one entry each. A
 * promised service gets its entry when it is first asked for. Says nothing of whether they can be
 * given out. Thread-safe.
 */
final class ServiceEntries {

  private final ServiceCatalog catalog;
  private final ConcurrentHashMap<RegisteredPlugin, ConcurrentHashMap<Integer, OfferEntry>> offers =
      new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<RegisteredEntry> registered = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<ObservedService, ServiceEntry> observed =
      new ConcurrentHashMap<>();

  ServiceEntries(ServiceCatalog catalog) {
    this.catalog = catalog;
  }

  /** The one entry of an offer. */
  OfferEntry of(Offer offer) {
    ConcurrentHashMap<Integer, OfferEntry> ofPlugin = offers.get(offer.plugin());
    if (ofPlugin == null) {
      ConcurrentHashMap<Integer, OfferEntry> made = new ConcurrentHashMap<>(2);
      ofPlugin = offers.putIfAbsent(offer.plugin(), made);
      if (ofPlugin == null) {
        ofPlugin = made;
      }
    }
    OfferEntry known = ofPlugin.get(offer.index());
    if (known != null) {
      return known;
    }
    OfferEntry made = new OfferEntry(offer, catalog);
    OfferEntry first = ofPlugin.putIfAbsent(offer.index(), made);
    return first == null ? made : first;
  }

  /** The promised services of a plugin that were looked at. */
  Collection<OfferEntry> offered(RegisteredPlugin plugin) {
    Map<Integer, OfferEntry> ofPlugin = offers.get(plugin);
    return ofPlugin == null ? List.of() : ofPlugin.values();
  }

  /** Everything of a plugin that was looked at, registered or observed. */
  List<ServiceEntry> touched(RegisteredPlugin plugin) {
    List<ServiceEntry> entries = new ArrayList<>(offered(plugin));
    for (RegisteredEntry entry : registered) {
      if (plugin.equals(entry.plugin())) {
        entries.add(entry);
      }
    }
    for (ServiceEntry entry : observed.values()) {
      if (entry instanceof ObservedEntry && plugin.equals(entry.plugin())) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** The promised services that their active plugins did not give, in reference order. */
  List<OfferEntry> failed() {
    List<OfferEntry> failed = new ArrayList<>();
    for (Map<Integer, OfferEntry> ofPlugin : offers.values()) {
      for (OfferEntry entry : ofPlugin.values()) {
        if (entry.failure() != null) {
          failed.add(entry);
        }
      }
    }
    failed.sort((one, other) -> Long.compare(one.order(), other.order()));
    return failed;
  }

  /** Forgets the promised services of a plugin that left. */
  void remove(RegisteredPlugin plugin) {
    Map<Integer, OfferEntry> entries = offers.remove(plugin);
    if (entries != null) {
      for (OfferEntry entry : entries.values()) {
        entry.go();
      }
    }
  }

  List<RegisteredEntry> registered() {
    return registered;
  }

  void add(RegisteredEntry entry) {
    registered.add(entry);
  }

  boolean remove(RegisteredEntry entry) {
    return registered.remove(entry);
  }

  @Nullable ServiceEntry observed(ObservedService service) {
    return observed.get(service);
  }

  void observed(ObservedService service, ServiceEntry entry) {
    observed.put(service, entry);
  }

  @Nullable ServiceEntry gone(ObservedService service) {
    return observed.remove(service);
  }

  /** Puts what is not promised and has a type in its place among what is. */
  void insertActual(String typeName, List<ServiceEntry> candidates) {
    for (RegisteredEntry entry : registered) {
      if (entry.types().contains(typeName)) {
        insert(candidates, entry);
      }
    }
    if (!observed.isEmpty()) {
      for (ServiceEntry entry : observed.values()) {
        if (entry instanceof ObservedEntry && entry.types().contains(typeName)) {
          insert(candidates, entry);
        }
      }
    }
  }

  /** Keeps a list in order; nearly all come in order already. */
  static void insert(List<ServiceEntry> entries, ServiceEntry entry) {
    int at = entries.size();
    while (at > 0 && entry.before(entries.get(at - 1))) {
      at--;
    }
    entries.add(at, entry);
  }

  /** Adds the types of what is not promised. */
  void addActualTypes(Set<String> types) {
    for (RegisteredEntry entry : registered) {
      types.addAll(entry.types());
    }
    for (ServiceEntry entry : observed.values()) {
      types.addAll(entry.types());
    }
  }

  void clear() {
    offers.clear();
    registered.clear();
    observed.clear();
  }
}
