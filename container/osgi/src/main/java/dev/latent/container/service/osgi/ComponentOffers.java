package dev.latent.container.service.osgi;

import dev.latent.api.ServiceChange;
import dev.latent.api.Subscription;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.runtime.osgi.OfferMatch;
import dev.latent.container.runtime.osgi.OsgiRuntime;
import dev.latent.container.service.BridgedService;
import dev.latent.container.service.OfferGate;
import dev.latent.container.service.ServicePort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Decides which services components would have registered if everything were started, from their
 * descriptions and configurations: enabled, configured where they must be, every reference that
 * they can't do without satisfied by something that is offered, and so on through the components
 * behind those. Where a plugin is active, what the component runtime registered is the answer.
 *
 * <p>Works without a framework; boots one, or activates something, only in {@link #prepare} and
 * only where the answer depends on it. Thread-safe. Computes aside and publishes in one step; what
 * changed is told in the order of publication, with no lock held.
 */
final class ComponentOffers implements OfferGate, OfferDecisions {

  private final ServicePort port;
  private final OsgiRuntime runtime;
  private final ConfigurationSource configurations;
  private final Map<Offer, List<Offer>> observed = new ConcurrentHashMap<>();
  private final Map<RegisteredPlugin, AtomicInteger> parts = new ConcurrentHashMap<>();
  private final ComponentQuestions questions;
  private volatile @Nullable BootedFramework framework;
  private volatile @Nullable PackageSources sources;
  private final Subscription subscription;

  /** Guards that {@link #state} is replaced, and what follows queued, in one order. */
  private final Object lock = new Object();

  private volatile OfferState state = OfferState.EMPTY;

  private final Queue<Change> untold = new ConcurrentLinkedQueue<>();
  private final AtomicInteger telling = new AtomicInteger();

  private volatile @Nullable Predicate<Offer> standing;

  private record Change(Offer offer, boolean holds) {}

  ComponentOffers(ServicePort port, OsgiRuntime runtime) {
    this.port = port;
    this.runtime = runtime;
    this.configurations = new ConfigurationSource(port, runtime, () -> reconsider(null));
    this.questions = new ComponentQuestions(this, port, runtime, configurations);
    this.subscription = port.listen(this::changed);
  }

  ConfigurationSource configurations() {
    return configurations;
  }

  /** Takes the framework, once it is booting. */
  void booting(BootedFramework booting) {
    sources = new PackageSources(booting, port);
    framework = booting;
  }

  void close() {
    standing = null;
    subscription.close();
    configurations.close();
    framework = null;
    sources = null;
  }

  @Override
  public List<Offer> holding(Offer stated) {
    List<Offer> present = present(stated);
    if (present != null) {
      return present;
    }
    List<Offer> known = state.holding().get(stated);
    if (known == null) {
      search(List.of(stated), null);
      known = state.holding().get(stated);
    }
    return known == null ? List.of() : known;
  }

  @Override
  public boolean prepare(List<Offer> stated, @Nullable LdapFilter filter) {
    if (!state.holding().keySet().containsAll(stated)) {
      search(stated, null);
    }
    questions.findOut(stated, new Wanted(filter), true);
    return Collections.disjoint(state.undecided().keySet(), stated);
  }

  /** What has to be found out about some components; null if it is nothing. */
  @Nullable OpenQuestions questions(Collection<Offer> stated, Predicate<Offer> wanted) {
    OfferState now = state;
    return now.undecided().isEmpty() && !(now.configurable() && configurations.pending())
        ? null
        : new OfferSearch(port, this, configurations.configurations(), now)
            .questions(stated, wanted);
  }

  /**
   * Takes note that somebody who can't be kept waiting for long wants services, and finds out what
   * decides about those of components.
   */
  void wanted(Predicate<Offer> wanted) {
    Set<Offer> undecided = new LinkedHashSet<>();
    for (Map.Entry<Offer, List<Offer>> entry : state.undecided().entrySet()) {
      for (Offer offer : entry.getValue()) {
        if (wanted.test(offer)) {
          undecided.add(entry.getKey());
        }
      }
    }
    if (!undecided.isEmpty()) {
      questions.findOut(undecided, wanted, false);
    }
  }

  /** Whether there is any component of which it is not known whether it registers its service. */
  boolean undecided() {
    return !state.undecided().isEmpty();
  }

  /** The types of services of which it is not known whether components register them. */
  Set<String> undecidedTypes() {
    Set<String> types = new HashSet<>();
    for (Offer stated : state.undecided().keySet()) {
      types.addAll(stated.stated().types());
    }
    return types;
  }

  /** Takes what is wanted all the time, by those who listen. */
  void wantedFromNowOn(Predicate<Offer> wanted) {
    standing = wanted;
    pursue();
  }

  /** Finds out what decides about services that are wanted all the time. */
  private void pursue() {
    Predicate<Offer> wanted = standing;
    if (wanted != null) {
      wanted(wanted);
    }
  }

  /** Reads configurations, if any component may have one, now that there is a framework. */
  void ready() {
    if (state.configurable()) {
      questions.readConfigurations();
    }
  }

  @Override
  public boolean frameworkKnown() {
    return framework != null;
  }

  @Override
  public void reconsider(@Nullable RegisteredPlugin plugin) {
    decideAgain(plugin);
    pursueFor(plugin);
  }

  private void decideAgain(@Nullable RegisteredPlugin subject) {
    if (!state.holding().isEmpty()) {
      search(List.of(), subject);
    }
  }

  /**
   * Pursues what follows from a plugin: not while it is being activated, as its activation tells
   * when it is over, and not when it stops or leaves, or it would be started again for that.
   */
  private void pursueFor(@Nullable RegisteredPlugin plugin) {
    if (plugin == null || (isActive(plugin) && port.shown(plugin))) {
      pursue();
    }
  }

  private boolean isActive(RegisteredPlugin plugin) {
    BootedFramework booted = framework;
    Bundle bundle = booted == null ? null : booted.bundleOf(plugin);
    return bundle != null && bundle.getState() == Bundle.ACTIVE;
  }

  /** Takes note of a service that can be given out, changed, or can't be any more. */
  private void changed(ServiceChange.Kind kind, BridgedService service) {
    Offer offer = service.offer();
    if ((offer == null || !offer.component()) && state.concerns(service.types())) {
      decideAgain(null);
      // A plugin whose services go stops or leaves, perhaps with others that must not start now.
      if (service.plugin() == null || (kind != ServiceChange.Kind.REMOVED && service.active())) {
        pursue();
      }
    }
  }

  /** Computes anew, with more to follow, and tells what came out otherwise. */
  private void search(List<Offer> more, @Nullable RegisteredPlugin subject) {
    while (true) {
      OfferState before = state;
      Set<Offer> roots = new LinkedHashSet<>();
      Map<String, Set<Offer>> promised = new HashMap<>();
      for (Offer known : before.holding().keySet()) {
        if (current(known, promised)) {
          roots.add(known);
        }
      }
      roots.addAll(more);
      OfferState next =
          new OfferSearch(port, this, configurations.configurations(), before).run(roots);
      synchronized (lock) {
        if (state.generation() == before.generation()) {
          state = next;
          queueChanges(before, next, subject);
          break;
        }
      }
    }
    port.forget();
    tell();
  }

  /** Whether an offer is still one of the plugin set, whose offers are noted by type. */
  private boolean current(Offer stated, Map<String, Set<Offer>> promised) {
    String type = stated.stated().types().get(0);
    Set<Offer> known = promised.get(type);
    if (known == null) {
      known = new HashSet<>(port.plugins().offers(type));
      promised.put(type, known);
    }
    return known.contains(stated);
  }

  private void queueChanges(
      OfferState before, OfferState next, @Nullable RegisteredPlugin subject) {
    for (Map.Entry<Offer, List<Offer>> entry : before.holding().entrySet()) {
      Offer stated = entry.getKey();
      boolean decided = next.decided().contains(stated);
      List<Offer> now = next.holding().getOrDefault(stated, List.of());
      if (!decided || !before.decided().contains(stated)) {
        for (Offer offer : entry.getValue()) {
          if (!now.contains(offer)) {
            untold.add(new Change(offer, false));
          }
        }
      }
      if (!decided && !stated.plugin().equals(subject)) {
        for (Offer offer : now) {
          if (!entry.getValue().contains(offer)) {
            untold.add(new Change(offer, true));
          }
        }
      }
    }
  }

  private void tell() {
    int rounds = 1;
    if (telling.getAndIncrement() != 0) {
      return; // the thread that tells goes on with these
    }
    while (rounds != 0) {
      for (Change change = untold.poll(); change != null; change = untold.poll()) {
        port.gateChanged(change.offer(), change.holds());
      }
      rounds = telling.addAndGet(-rounds);
    }
  }

  @Override
  public @Nullable List<Offer> present(Offer stated) {
    BootedFramework booted = framework;
    Bundle bundle = booted == null ? null : booted.bundleOf(stated.plugin());
    if (booted == null
        || bundle == null
        || bundle.getState() != Bundle.ACTIVE
        || booted.starting(stated.plugin())) {
      return null;
    }
    return observed.getOrDefault(stated, List.of());
  }

  @Override
  public Match sameCopy(
      RegisteredPlugin consumer, @Nullable RegisteredPlugin provider, String type) {
    int dot = type.lastIndexOf('.');
    if (dot < 0 || type.startsWith("java.") || consumer.equals(provider)) {
      return Match.TRUE;
    }
    String name = type.substring(0, dot);
    int exporters = port.plugins().providers(Namespaces.PACKAGE, name).size();
    PackageSources known = sources;
    if (known == null) {
      return exporters < 2 ? Match.TRUE : Match.UNKNOWN;
    }
    if (exporters == 0 || (exporters == 1 && !known.hostExports(name))) {
      return Match.TRUE;
    }
    Set<Object> its = known.of(consumer, name);
    Set<Object> theirs = provider == null ? PackageSources.HOST : known.of(provider, name);
    // Where nobody can tell, the service is shown.
    return its.isEmpty() || theirs.isEmpty() || !Collections.disjoint(its, theirs)
        ? Match.TRUE
        : Match.FALSE;
  }

  @Override
  public String locationOf(RegisteredPlugin plugin) {
    return runtime.locationOf(plugin);
  }

  /** The offer that a registration of a plugin keeps; null if none announced it. */
  @Nullable Offer offerOf(RegisteredPlugin plugin, ServiceReference<?> real, Set<Offer> taken) {
    Offer best = null;
    Offer component = null;
    int bestScore = -1;
    String[] types = (String[]) Objects.requireNonNull(real.getProperty(Constants.OBJECTCLASS));
    for (Offer stated : port.plugins().offers(types[0])) {
      if (!stated.plugin().equals(plugin)) {
        continue;
      }
      Set<Offer> candidates = new LinkedHashSet<>();
      if (stated.component()) {
        candidates.addAll(state.holding().getOrDefault(stated, List.of()));
      }
      candidates.add(stated);
      for (Offer offer : candidates) {
        int score = OfferMatch.score(real, offer.stated());
        if (score >= 0 && offer.component()) {
          component = stated;
        }
        if (score > bestScore && !taken.contains(offer)) {
          best = offer;
          bestScore = score;
        }
      }
    }
    return best != null || component == null ? best : another(component);
  }

  /** An offer for one more service of a component than was known of. */
  private Offer another(Offer stated) {
    int part =
        parts
            .computeIfAbsent(stated.plugin(), unused -> new AtomicInteger(1 << 15))
            .incrementAndGet();
    return new ConfiguredOffer(stated, part & 0xffff, stated.stated());
  }

  /** Takes note of a registration that came or went. */
  void observed(ObservedReference service, boolean there) {
    Offer offer = service.offer();
    if (offer != null && offer.component()) {
      Offer stated = ConfiguredOffer.base(offer);
      observed.compute(
          stated,
          (unused, before) -> {
            List<Offer> next = before == null ? new ArrayList<>() : new ArrayList<>(before);
            if (there) {
              next.add(offer);
            } else {
              next.remove(offer);
            }
            return next.isEmpty() ? null : List.copyOf(next);
          });
      port.forget();
    }
    modified(service);
  }

  /** Takes note of new properties of a registration. */
  void modified(ObservedReference service) {
    if (state.concerns(service.types())) {
      decideAgain(null);
      pursueFor(service.plugin());
    }
  }
}
