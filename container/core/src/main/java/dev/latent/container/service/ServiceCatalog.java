package dev.latent.container.service;

import dev.latent.api.PluginId;
import dev.latent.api.PluginServices;
import dev.latent.api.ServiceChange;
import dev.latent.api.admin.Problem;
import dev.latent.api.admin.ServiceSnapshot;
import dev.latent.container.activation.Activations;
import dev.latent.container.activation.PluginStatus;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.runtime.ClosedContainer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final ServiceEntries entries;
  private final ConcurrentHashMap<RegisteredPlugin, PluginServices> callers =
      new ConcurrentHashMap<>();
  private final Set<RegisteredPlugin> leaving = ConcurrentHashMap.newKeySet();
  private final AtomicLong registrations = new AtomicLong();
  private final CallerServices hostServices;
  private volatile PluginSet plugins;
  private volatile @Nullable OfferGate gate;
  private volatile boolean connected;
  private volatile Epoch epoch = new Epoch();
  private volatile boolean notesKeepers;
  private volatile boolean closed;

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
    this.entries = new ServiceEntries(this);
    this.hostServices = new CallerServices(this, null);
    activations.observe(new CatalogObserver(this));
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
    reconsider(plugin);
  }

  /**
   * Offers again what {@link #withdraw} withdrew, because the plugin stays after all.
   *
   * @param plugin the plugin
   */
  public void restore(RegisteredPlugin plugin) {
    leaving.remove(plugin);
    forget();
    reconsider(plugin);
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
    reconsider(null);
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
      reconsider(plugin);
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
      case REGISTERED, FAILED -> !policies.withdraws(plugin);
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
    return ServiceReport.snapshots(this, plugin);
  }

  /**
   * Tells which promised services their active plugins did not give when they were last asked for,
   * at most one problem for each service. Says nothing of plugins that can't be activated.
   *
   * @return problems of the rule {@code service.failed}, in reference order
   */
  public List<Problem> failures() {
    return ServiceReport.failures(this);
  }

  /**
   * Tells why a lookup by the host finds nothing.
   *
   * @param typeName the type
   * @param filter the filter, if any
   * @return one line each; empty if it would find something, or may
   */
  public List<String> whyNoService(String typeName, @Nullable LdapFilter filter) {
    return new NearestServices(hostServices).why(typeName, filter);
  }

  /** Notes from now on which plugins are given services, for {@link #used}. */
  public void noteKeepers() {
    notesKeepers = true;
  }

  boolean notesKeepers() {
    return notesKeepers;
  }

  /**
   * Whether anybody used a plugin since this was last asked, or may be using it. Makes the next use
   * of each of its services a new lookup, so that it is seen.
   *
   * @param plugin an active plugin
   * @return false only if nobody would miss it and the next lookup would bring it back
   */
  public boolean used(RegisteredPlugin plugin) {
    boolean used = false;
    boolean offers = false;
    for (ServiceEntry entry : entries.touched(plugin)) {
      if (entry instanceof OfferEntry) {
        offers = true;
        used |= entry.takeUsed();
        entry.object(null);
        for (RegisteredPlugin keeper : entry.keepers()) {
          used |= activations.status(keeper).running() != null;
        }
      } else {
        used = true; // no descriptor promises it, so a lookup would not bring it back
      }
    }
    forget();
    return used || !offers;
  }

  /** Forgets all answers, so that the next lookup looks again. */
  public void invalidate() {
    forget();
  }

  /** Lets go of everything; nothing can be found any more. */
  public void close() {
    closed = true;
    entries.clear();
    callers.clear();
    feed.clear();
    forget();
  }

  /**
   * Refuses where the container is closed: what is not found then may well be there.
   *
   * @throws IllegalStateException if it is
   */
  public void requireOpen() {
    if (closed) {
      throw ClosedContainer.refusal();
    }
  }

  Activations activations() {
    return activations;
  }

  ActivationPolicies policies() {
    return policies;
  }

  ServiceEntries entries() {
    return entries;
  }

  ChangeFeed feed() {
    return feed;
  }

  PluginId host() {
    return host;
  }

  /** The offers that stand now for one of the plugin set. */
  List<Offer> holding(Offer stated) {
    OfferGate decides = gate;
    return decides == null || !stated.component() ? List.of(stated) : decides.holding(stated);
  }

  /** Passes on that what a plugin, or the plugin set, offers may have changed. */
  void reconsider(@Nullable RegisteredPlugin plugin) {
    OfferGate decides = gate;
    if (decides != null) {
      decides.reconsider(plugin);
    }
  }

  @Nullable OfferGate gate() {
    return gate;
  }

  /** Whether the runtime that could set a gate has been made, or can't be. */
  boolean connected() {
    return connected;
  }

  void connected(boolean done) {
    connected = done;
  }

  private static boolean anyComponent(List<Offer> offers) {
    for (int i = 0; i < offers.size(); i++) {
      if (offers.get(i).component()) {
        return true;
      }
    }
    return false;
  }

  /** Sees to it that changes of what components offer under a type are told. */
  void watch(String typeName) {
    List<Offer> promised = plugins.offers(typeName);
    if (anyComponent(promised)) {
      GatedOffers.watch(this, promised);
    }
  }

  void gate(OfferGate next) {
    gate = next;
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
   * needs for its decision about those that a filter allows.
   */
  List<ServiceEntry> candidates(String typeName, @Nullable LdapFilter filter) {
    List<ServiceEntry> known = epoch.candidates(typeName);
    if (known != null) {
      return known;
    }
    List<Offer> promised = plugins.offers(typeName);
    boolean settled = !anyComponent(promised) || GatedOffers.prepare(this, promised, filter);
    Epoch now = epoch;
    List<ServiceEntry> result = present(typeName);
    if (settled) {
      now.keepCandidates(typeName, result);
    }
    return result;
  }

  /** As {@link #candidates}, by what the gate knows already; activates nothing. */
  List<ServiceEntry> present(String typeName) {
    List<ServiceEntry> found = new ArrayList<>();
    List<Offer> promised = plugins.offers(typeName);
    for (int i = 0; i < promised.size(); i++) {
      Offer stated = promised.get(i);
      if (offered(stated.plugin(), activations.status(stated.plugin()))) {
        List<Offer> holding = holding(stated);
        for (int j = 0; j < holding.size(); j++) {
          OfferEntry entry = entry(holding.get(j));
          if (!entry.taken()) {
            ServiceEntries.insert(found, entry);
          }
        }
      }
    }
    entries.insertActual(typeName, found);
    return List.copyOf(found);
  }

  /** All types under which anything can be given out. */
  Set<String> types() {
    Set<String> types = new LinkedHashSet<>(plugins.offeredTypes());
    entries.addActualTypes(types);
    return types;
  }

  OfferEntry entry(Offer offer) {
    return entries.of(offer);
  }

  /** The offers of one plugin of the set in force, in the order of its descriptor. */
  List<Offer> offersOf(RegisteredPlugin plugin) {
    return plugins.offersOf(plugin);
  }

  long nextRegistration() {
    return registrations.incrementAndGet();
  }

  /** Whether a plugin is about to leave, so that its services are withdrawn already. */
  boolean leaves(RegisteredPlugin plugin) {
    return leaving.contains(plugin);
  }

  /** Forgets a plugin that left. */
  void left(RegisteredPlugin plugin) {
    callers.remove(plugin);
    leaving.remove(plugin);
  }

  @Nullable PluginServices removeCaller(RegisteredPlugin plugin) {
    return callers.remove(plugin);
  }

  void tell(ServiceChange.Kind kind, RegisteredPlugin plugin) {
    if (!feed.heard()) {
      return;
    }
    if (kind == ServiceChange.Kind.REMOVED) {
      // All that held: who hears of the first one may decide anew about the others.
      List<OfferEntry> gone = new ArrayList<>();
      for (Offer stated : offersOf(plugin)) {
        for (Offer offer : holding(stated)) {
          gone.add(entry(offer));
        }
      }
      for (OfferEntry entry : gone) {
        feed.tell(kind, entry, true);
      }
      return;
    }
    for (Offer stated : offersOf(plugin)) {
      for (Offer offer : holding(stated)) {
        feed.tell(kind, entry(offer), true);
      }
    }
  }
}
