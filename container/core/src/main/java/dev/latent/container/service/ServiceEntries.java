package dev.latent.container.service;

import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
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
  private final ConcurrentHashMap<RegisteredPlugin, ConcurrentHashMap<Object, OfferEntry>> offers =
      new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<RegisteredEntry> registered = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<ObservedService, ServiceEntry> observed =
      new ConcurrentHashMap<>();

  ServiceEntries(ServiceCatalog catalog) {
    this.catalog = catalog;
  }

  /** The one entry of an offer. */
  OfferEntry of(Offer offer) {
    ConcurrentHashMap<Object, OfferEntry> ofPlugin = offers.get(offer.plugin());
    if (ofPlugin == null) {
      ConcurrentHashMap<Object, OfferEntry> made = new ConcurrentHashMap<>(2);
      ofPlugin = offers.putIfAbsent(offer.plugin(), made);
      if (ofPlugin == null) {
        ofPlugin = made;
      }
    }
    OfferEntry known = ofPlugin.get(offer.key());
    if (known != null) {
      return known;
    }
    OfferEntry made = new OfferEntry(offer, catalog);
    OfferEntry first = ofPlugin.putIfAbsent(offer.key(), made);
    return first == null ? made : first;
  }

  /** Whether an offer has an entry already. */
  boolean has(Offer offer) {
    Map<Object, OfferEntry> ofPlugin = offers.get(offer.plugin());
    return ofPlugin != null && ofPlugin.containsKey(offer.key());
  }

  /** Forgets the entry of an offer that was made for a configuration. */
  void drop(Offer offer) {
    Map<Object, OfferEntry> ofPlugin = offers.get(offer.plugin());
    OfferEntry entry =
        ofPlugin == null || offer.key() instanceof Integer ? null : ofPlugin.remove(offer.key());
    if (entry != null) {
      entry.go();
    }
  }

  /** All services of a type, or of all, that components have no part in or nobody promised. */
  Set<ServiceEntry> ungated(@Nullable String typeName) {
    Set<ServiceEntry> found = new LinkedHashSet<>();
    for (String type : typeName == null ? catalog.types() : Set.of(typeName)) {
      for (Offer offer : catalog.plugins().offers(type)) {
        if (!offer.component() && catalog.offered(offer.plugin())) {
          OfferEntry entry = of(offer);
          if (!entry.taken()) {
            found.add(entry);
          }
        }
      }
      List<ServiceEntry> actual = new ArrayList<>();
      insertActual(type, actual);
      found.addAll(actual);
    }
    return found;
  }

  /** The promised services of a plugin that were looked at. */
  Collection<OfferEntry> offered(RegisteredPlugin plugin) {
    Map<Object, OfferEntry> ofPlugin = offers.get(plugin);
    return ofPlugin == null ? List.of() : ofPlugin.values();
  }

  /** Everything of a plugin that was looked at, registered or observed. */
  List<ServiceEntry> touched(RegisteredPlugin plugin) {
    List<ServiceEntry> entries = new ArrayList<>(offered(plugin));
    for (RegisteredEntry entry : registered) {
      if (plugin.equals(entry.plugin()) && entry.promise() == null) {
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
    for (Map<Object, OfferEntry> ofPlugin : offers.values()) {
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
    Map<Object, OfferEntry> entries = offers.remove(plugin);
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
      if (entry.promise() == null && entry.types().contains(typeName)) {
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
    for (RegisteredEntry entry : registered) {
      entry.go();
    }
    offers.clear();
    registered.clear();
    observed.clear();
  }
}
