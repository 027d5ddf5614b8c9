package dev.latent.container.service;

import dev.latent.api.PluginId;
import dev.latent.api.PluginServices;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceChange;
import dev.latent.api.admin.Problem;
import dev.latent.api.admin.ServiceSnapshot;
import dev.latent.container.activation.Activations;
import dev.latent.container.activation.PluginStatus;
import dev.latent.container.activation.TransitionObserver;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * All services of a container: what plugins promise, what the host and active plugins registered,
 * and what bridges observed. Asks for activation when a promised service is used for the first
 * time.
 *
 * <p>Thread-safe, without a lock of its own: what was found lives in an {@link Epoch} that any
 * change replaces.
 */
public final class ServiceCatalog {

  private final Activations activations;
  private final ActivationPolicies policies;
  private final PluginId host;
  private final ChangeFeed feed = new ChangeFeed();
  private final ConcurrentHashMap<RegisteredPlugin, ConcurrentHashMap<Object, OfferEntry>> offers =
      new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<RegisteredEntry> registered = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<ObservedService, ServiceEntry> observed =
      new ConcurrentHashMap<>();
  private final ConcurrentHashMap<RegisteredPlugin, PluginServices> callers =
      new ConcurrentHashMap<>();
  private final Set<RegisteredPlugin> leaving = ConcurrentHashMap.newKeySet();
  private final AtomicLong registrations = new AtomicLong();
  private final PluginServices hostServices;
  private volatile PluginSet plugins;
  private final GatedOffers gated = new GatedOffers(this);
  private volatile Epoch epoch = new Epoch();

  /**
   * Makes a catalog.
   *
   * @param plugins the plugin set to begin with
   * @param activations activates plugins
   * @param policies says which plugins are withdrawn
   * @param host the id under which services of the host are listed
   */
  public ServiceCatalog(
      PluginSet plugins, Activations activations, ActivationPolicies policies, PluginId host) {
    this.plugins = plugins;
    this.activations = activations;
    this.policies = policies;
    this.host = host;
    this.hostServices = new CallerServices(this, null);
    activations.observe(new Observer());
  }

  /**
   * The lookup on behalf of the host.
   *
   * @return the same object each time
   */
  public PluginServices hostServices() {
    return hostServices;
  }

  /**
   * The lookup on behalf of a plugin.
   *
   * @param plugin the plugin
   * @return the same object each time for one plugin
   */
  public PluginServices services(RegisteredPlugin plugin) {
    PluginServices known = callers.get(plugin);
    if (known != null) {
      return known;
    }
    PluginServices made = new CallerServices(this, plugin);
    PluginServices first = callers.putIfAbsent(plugin, made);
    return first == null ? made : first;
  }

  /**
   * The port for the bridge to another registry.
   *
   * @return a port
   */
  public ServicePort port() {
    return new CatalogPort(this);
  }

  /**
   * The plugin set in force.
   *
   * @return the set
   */
  public PluginSet plugins() {
    return plugins;
  }

  /**
   * Withdraws all that a plugin offers, because it is about to leave.
   *
   * @param plugin a plugin of the set in force
   */
  public void withdraw(RegisteredPlugin plugin) {
    boolean wasOffered = offered(plugin, activations.status(plugin));
    leaving.add(plugin);
    forget();
    if (wasOffered) {
      tell(ServiceChange.Kind.REMOVED, plugin);
    }
    gated.reconsider(plugin);
  }

  /**
   * Offers again what {@link #withdraw} withdrew, because the plugin stays after all.
   *
   * @param plugin the plugin
   */
  public void restore(RegisteredPlugin plugin) {
    leaving.remove(plugin);
    forget();
    gated.reconsider(plugin);
    if (offered(plugin, activations.status(plugin))) {
      tell(ServiceChange.Kind.ADDED, plugin);
    }
  }

  /**
   * Puts another plugin set in force. Plugins that are not in it any more were withdrawn and
   * unregistered before.
   *
   * @param next the new set
   * @param added the plugins that were not in the old one
   */
  public void replace(PluginSet next, List<RegisteredPlugin> added) {
    plugins = next;
    forget();
    gated.reconsider(null);
    for (RegisteredPlugin plugin : added) {
      if (offered(plugin, activations.status(plugin))) {
        tell(ServiceChange.Kind.ADDED, plugin);
      }
    }
  }

  /**
   * Tells that the policy of a plugin changed, so that it may be offered now, or not any more.
   *
   * @param plugin the plugin
   * @param wasShown what {@link #shown} said before
   */
  public void policyChanged(RegisteredPlugin plugin, boolean wasShown) {
    forget();
    boolean isShown = shown(plugin);
    if (isShown != wasShown) {
      gated.reconsider(plugin);
      tell(isShown ? ServiceChange.Kind.ADDED : ServiceChange.Kind.REMOVED, plugin);
    }
  }

  /**
   * Whether the services of a plugin can be given out now.
   *
   * @param plugin the plugin
   * @return true if a lookup would consider them
   */
  public boolean offered(RegisteredPlugin plugin) {
    return offered(plugin, activations.status(plugin));
  }

  private boolean offered(RegisteredPlugin plugin, PluginStatus status) {
    if (leaving.contains(plugin)) {
      return false;
    }
    return switch (status.state()) {
      case ACTIVE, ACTIVATING -> true;
      case REGISTERED, FAILED -> !policies.of(plugin).withdraws();
      case STOPPING, QUARANTINED, DISABLED, UNREGISTERED -> false;
    };
  }

  /**
   * As {@link #offered}, for those who are told of changes: a failed plugin is out until it works.
   *
   * @param plugin the plugin
   * @return true if listeners and bridges believe that it is there
   */
  public boolean shown(RegisteredPlugin plugin) {
    PluginStatus status = activations.status(plugin);
    return !status.withdrawn() && offered(plugin, status);
  }

  /**
   * What a plugin offers or registered.
   *
   * @param plugin a plugin of the set in force
   * @return in the order of its descriptor, then of registration
   */
  public List<ServiceSnapshot> snapshots(RegisteredPlugin plugin) {
    boolean active = activations.status(plugin).state() == PluginState.ACTIVE;
    List<ServiceEntry> entries = new ArrayList<>();
    for (Offer stated : offersOf(plugin)) {
      List<Offer> holding = gated.holding(stated);
      for (Offer offer : holding.isEmpty() ? List.of(stated) : holding) {
        entries.add(entry(offer));
      }
    }
    for (ServiceEntry entry : touched(plugin)) {
      if (!(entry instanceof OfferEntry)) {
        entries.add(entry);
      }
    }
    List<ServiceSnapshot> snapshots = new ArrayList<>();
    for (ServiceEntry entry : entries) {
      snapshots.add(
          new ServiceSnapshot(
              entry.types(),
              plugin.id(),
              entry.ranking(),
              entry.attributes(),
              entry.source(),
              active));
    }
    return List.copyOf(snapshots);
  }

  /**
   * Tells which promised services their active plugins did not give when they were last asked for,
   * at most one problem for each service. Says nothing of plugins that can't be activated.
   *
   * @return problems of the rule {@code service.failed}, in reference order
   */
  public List<Problem> failures() {
    List<OfferEntry> failed = new ArrayList<>();
    for (Map<Object, OfferEntry> ofPlugin : offers.values()) {
      for (OfferEntry entry : ofPlugin.values()) {
        if (entry.failure() != null) {
          failed.add(entry);
        }
      }
    }
    failed.sort((one, other) -> Long.compare(one.order(), other.order()));
    List<Problem> problems = new ArrayList<>();
    for (OfferEntry entry : failed) {
      String failure = entry.failure();
      if (failure != null) {
        problems.add(
            new Problem(
                "service.failed",
                Problem.Severity.ERROR,
                entry.plugin().reference().location(),
                Optional.of(entry.pluginId()),
                failure));
      }
    }
    return List.copyOf(problems);
  }

  /** Forgets all answers, so that the next lookup looks again. */
  public void invalidate() {
    forget();
  }

  /** Lets go of everything; nothing can be found any more. */
  public void close() {
    offers.clear();
    registered.clear();
    observed.clear();
    callers.clear();
    feed.clear();
    forget();
  }

  Activations activations() {
    return activations;
  }

  ActivationPolicies policies() {
    return policies;
  }

  ChangeFeed feed() {
    return feed;
  }

  PluginId host() {
    return host;
  }

  GatedOffers gated() {
    return gated;
  }

  void gate(OfferGate next) {
    gated.gate(next);
    forget();
  }

  Epoch epoch() {
    return epoch;
  }

  /** Forgets all that was found; whoever looks up next finds what is true now. */
  void forget() {
    epoch = new Epoch();
  }

  /**
   * The services of a type that can be given out, best first, after the gate has found out what it
   * needs for its decision.
   */
  List<ServiceEntry> candidates(String typeName) {
    List<ServiceEntry> known = epoch.candidates(typeName);
    if (known != null) {
      return known;
    }
    gated.prepare(plugins.offers(typeName));
    Epoch now = epoch;
    List<ServiceEntry> result = present(typeName);
    now.keepCandidates(typeName, result);
    return result;
  }

  /** As {@link #candidates}, by what the gate knows already; activates nothing. */
  List<ServiceEntry> present(String typeName) {
    List<ServiceEntry> entries = new ArrayList<>();
    List<Offer> promised = plugins.offers(typeName);
    for (int i = 0; i < promised.size(); i++) {
      Offer stated = promised.get(i);
      if (offered(stated.plugin(), activations.status(stated.plugin()))) {
        List<Offer> holding = gated.holding(stated);
        for (int j = 0; j < holding.size(); j++) {
          OfferEntry entry = entry(holding.get(j));
          if (!entry.taken()) {
            insert(entries, entry);
          }
        }
      }
    }
    for (RegisteredEntry entry : registered) {
      if (entry.types().contains(typeName)) {
        insert(entries, entry);
      }
    }
    if (!observed.isEmpty()) {
      for (ServiceEntry entry : observed.values()) {
        if (entry instanceof ObservedEntry && entry.types().contains(typeName)) {
          insert(entries, entry);
        }
      }
    }
    return List.copyOf(entries);
  }

  /** All services that components have no part in, and those that nobody promised. */
  Set<ServiceEntry> ungated(@Nullable String typeName) {
    Set<ServiceEntry> entries = new LinkedHashSet<>();
    for (String type : typeName == null ? types() : Set.of(typeName)) {
      for (Offer offer : plugins.offers(type)) {
        if (!offer.component() && offered(offer.plugin(), activations.status(offer.plugin()))) {
          OfferEntry entry = entry(offer);
          if (!entry.taken()) {
            entries.add(entry);
          }
        }
      }
    }
    for (RegisteredEntry entry : registered) {
      if (typeName == null || entry.types().contains(typeName)) {
        entries.add(entry);
      }
    }
    for (ServiceEntry entry : observed.values()) {
      if (entry instanceof ObservedEntry
          && (typeName == null || entry.types().contains(typeName))) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** Forgets the entry of an offer that was made for a configuration. */
  void drop(Offer offer) {
    ConcurrentHashMap<Object, OfferEntry> ofPlugin = offers.get(offer.plugin());
    if (ofPlugin != null && !(offer.key() instanceof Integer)) {
      OfferEntry entry = ofPlugin.remove(offer.key());
      if (entry != null) {
        entry.go();
      }
    }
  }

  /** Keeps a list in order; nearly all come in order already. */
  private static void insert(List<ServiceEntry> entries, ServiceEntry entry) {
    int at = entries.size();
    while (at > 0 && entry.before(entries.get(at - 1))) {
      at--;
    }
    entries.add(at, entry);
  }

  /** All types under which anything can be given out. */
  Set<String> types() {
    Set<String> types = new LinkedHashSet<>(plugins.offeredTypes());
    for (RegisteredEntry entry : registered) {
      types.addAll(entry.types());
    }
    for (ServiceEntry entry : observed.values()) {
      types.addAll(entry.types());
    }
    return types;
  }

  List<RegisteredEntry> registered() {
    return registered;
  }

  OfferEntry entry(Offer offer) {
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
    OfferEntry made = new OfferEntry(offer, this);
    OfferEntry first = ofPlugin.putIfAbsent(offer.key(), made);
    return first == null ? made : first;
  }

  /** The offers of one plugin of the set in force, in the order of its descriptor. */
  List<Offer> offersOf(RegisteredPlugin plugin) {
    List<Offer> result = new ArrayList<>();
    Set<Integer> seen = new LinkedHashSet<>();
    for (ServiceOffer stated : plugin.descriptor().offers(plugin.kind())) {
      for (Offer offer : plugins.offers(stated.types().get(0))) {
        if (offer.plugin().equals(plugin) && seen.add(offer.index())) {
          result.add(offer);
        }
      }
    }
    result.sort((one, other) -> Integer.compare(one.index(), other.index()));
    return result;
  }

  /** The services of a plugin that were looked at since it was registered. */
  List<ServiceEntry> touched(RegisteredPlugin plugin) {
    List<ServiceEntry> entries = new ArrayList<>();
    Map<Object, OfferEntry> ofPlugin = offers.get(plugin);
    if (ofPlugin != null) {
      entries.addAll(ofPlugin.values());
    }
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

  RegisteredEntry register(
      @Nullable RegisteredPlugin by, Class<?> type, Object service, Map<String, ?> attributes) {
    RegisteredEntry entry =
        new RegisteredEntry(
            by,
            by == null ? host : by.id(),
            type.getName(),
            service,
            attributes,
            registrations.incrementAndGet());
    registered.add(entry);
    forget();
    feed.tell(ServiceChange.Kind.ADDED, entry, true);
    return entry;
  }

  void modified(RegisteredEntry entry) {
    forget();
    feed.tell(ServiceChange.Kind.MODIFIED, entry, true);
  }

  void unregister(RegisteredEntry entry) {
    if (registered.remove(entry)) {
      entry.go();
      forget();
      feed.tell(ServiceChange.Kind.REMOVED, entry, true);
    }
  }

  void observed(ObservedService service) {
    Offer offer = service.offer();
    if (offer == null) {
      ObservedEntry entry = new ObservedEntry(service, host);
      observed.put(service, entry);
      forget();
      feed.tell(ServiceChange.Kind.ADDED, entry, false);
      return;
    }
    Map<Object, OfferEntry> ofPlugin = offers.get(offer.plugin());
    boolean known =
        offer.key() instanceof Integer || (ofPlugin != null && ofPlugin.containsKey(offer.key()));
    OfferEntry entry = entry(offer);
    boolean back = entry.taken();
    observed.put(service, entry);
    entry.observed(service);
    forget();
    feed.tell(back || !known ? ServiceChange.Kind.ADDED : ServiceChange.Kind.MODIFIED, entry, back);
  }

  void modified(ObservedService service) {
    ServiceEntry entry = observed.get(service);
    if (entry != null) {
      forget();
      feed.tell(ServiceChange.Kind.MODIFIED, entry, false);
    }
  }

  void gone(ObservedService service) {
    ServiceEntry entry = observed.remove(service);
    if (entry instanceof OfferEntry offer && service.equals(offer.observed())) {
      boolean stays = activations.status(offer.plugin()).state() == PluginState.ACTIVE;
      offer.object(null);
      if (stays) {
        offer.observed(null);
        forget();
        feed.tell(ServiceChange.Kind.REMOVED, entry, true);
      } else {
        offer.reset();
        forget();
      }
    } else if (entry instanceof ObservedEntry) {
      entry.go();
      forget();
      feed.tell(ServiceChange.Kind.REMOVED, entry, false);
    }
  }

  /** A class rather than a method reference: it is made before the host is ready. */
  private final class Observer implements TransitionObserver {

    @Override
    public void changed(RegisteredPlugin plugin, PluginStatus from, PluginStatus to) {
      take(plugin, from, to);
    }
  }

  private void take(RegisteredPlugin plugin, PluginStatus from, PluginStatus to) {
    switch (to.state()) {
      case STOPPING, FAILED -> {
        withdrawRegistered(plugin);
        forget();
        if (!from.withdrawn() && !leaving.contains(plugin)) {
          tell(ServiceChange.Kind.REMOVED, plugin);
        }
        release(plugin);
        gated.reconsider(plugin);
      }
      case ACTIVE -> {
        forget();
        gated.reconsider(plugin);
        if (from.withdrawn()) {
          tell(ServiceChange.Kind.ADDED, plugin);
        }
      }
      case REGISTERED -> {
        release(plugin);
        forget();
        gated.reconsider(plugin);
        if (!activations.closing() && shown(plugin)) {
          tell(ServiceChange.Kind.ADDED, plugin);
        }
      }
      case DISABLED, QUARANTINED -> forget(); // who did that tells the listeners
      case UNREGISTERED -> {
        Map<Object, OfferEntry> entries = offers.remove(plugin);
        if (entries != null) {
          for (OfferEntry entry : entries.values()) {
            entry.go();
          }
        }
        callers.remove(plugin);
        leaving.remove(plugin);
        forget();
      }
      case ACTIVATING -> {
        // nothing can be found now that could not before
      }
    }
  }

  /** Lets go of all objects of a plugin that stopped. */
  private void release(RegisteredPlugin plugin) {
    Map<Object, OfferEntry> entries = offers.get(plugin);
    if (entries != null) {
      for (OfferEntry entry : entries.values()) {
        entry.reset();
      }
    }
    PluginServices caller = callers.remove(plugin);
    if (caller != null) {
      feed.removeAll(caller);
    }
  }

  private void withdrawRegistered(RegisteredPlugin plugin) {
    for (RegisteredEntry entry : registered) {
      if (plugin.equals(entry.plugin())) {
        unregister(entry);
      }
    }
  }

  private void tell(ServiceChange.Kind kind, RegisteredPlugin plugin) {
    if (feed.heard()) {
      for (Offer stated : offersOf(plugin)) {
        for (Offer offer : gated.holding(stated)) {
          feed.tell(kind, entry(offer), true);
        }
      }
    }
  }
}
