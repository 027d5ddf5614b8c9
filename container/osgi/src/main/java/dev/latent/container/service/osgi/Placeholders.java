package dev.latent.container.service.osgi;

import dev.latent.api.PluginException;
import dev.latent.api.PluginKind;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.runtime.osgi.OfferMatch;
import dev.latent.container.service.BridgedService;
import dev.latent.container.service.ServicePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * All placeholders in one registry, and which real registration each is bound to. Thread-safe; no
 * lock is held while the framework is called.
 */
final class Placeholders {

  private final BootedFramework framework;
  private final ServicePort port;
  private final ExtenderLoader loader;
  private final PackageSources sources;
  private final Map<BridgedService, Placeholder> byService = new ConcurrentHashMap<>();
  private final Map<ServiceReference<?>, Placeholder> byReference = new ConcurrentHashMap<>();
  private final Map<ServiceReference<?>, Placeholder> byReal = new ConcurrentHashMap<>();
  private final Map<RegisteredPlugin, List<Placeholder>> byPlugin = new ConcurrentHashMap<>();

  /** What this thread is registering: its event comes before its reference is known. */
  private static final ThreadLocal<@Nullable Registering> REGISTERING = new ThreadLocal<>();

  private record Registering(Placeholder placeholder, Bundle registrant) {}

  /** What is registered as soon as the bundles of plugins have a context. */
  private final Map<RegisteredPlugin, Queue<Placeholder>> arming = new ConcurrentHashMap<>();

  private final Duration retryPause;
  private final Insiders insiders;

  Placeholders(BootedFramework framework, ServicePort port) {
    this.framework = framework;
    this.port = port;
    this.insiders = new Insiders(port);
    this.retryPause = framework.settings().duration(SettingKeys.RETRY_PAUSE, Duration.ofSeconds(1));
    this.sources = new PackageSources(framework, port);
    this.loader = ExtenderLoader.install(framework);
  }

  BootedFramework framework() {
    return framework;
  }

  ServicePort port() {
    return port;
  }

  /** Takes note of a listener that is added on this thread, before it looks for the first time. */
  void listenerAdded(ListenerInfo listener) {
    insiders.added(listener, byService.values());
  }

  void listenerRemoved(ListenerInfo listener) {
    insiders.removed(listener, byService.values());
  }

  /** Shows what the component runtime, which runs now, has not registered by itself. */
  void componentsRun() {
    for (Placeholder placeholder : List.copyOf(byService.values())) {
      Offer offer = placeholder.service().offer();
      if (offer != null && offer.component()) {
        insiders.tell(placeholder);
      }
    }
  }

  PackageSources sources() {
    return sources;
  }

  /** How long a service whose plugin failed is kept from plain lookups. */
  Duration retryPause() {
    return retryPause;
  }

  /** Whether a service has to be promised in the name of its plugin's own bundle. */
  boolean inTheNameOfItsBundle(BridgedService service) {
    RegisteredPlugin plugin = service.plugin();
    return plugin != null
        && service.offer() != null
        && framework.whiteboards().include(plugin, service.types(), service.attributes());
  }

  /** Registers a placeholder for a service that can be given out. */
  void add(BridgedService service) {
    RegisteredPlugin plugin = service.plugin();
    if (plugin == null || plugin.kind() != PluginKind.BUNDLE) {
      register(new Placeholder(this, service, null), loader.registrant());
      return;
    }
    Placeholder tried = onTrial(service);
    if (tried != null) {
      byService.remove(tried.service(), tried);
      byService.put(service, tried);
      tried.proved(service);
      return;
    }
    if (registeredAlready(service, plugin)) {
      // Consumers have seen the real one.
      return;
    }
    if (inTheNameOfItsBundle(service)) {
      addInItsName(new Placeholder(this, service, plugin), plugin);
    } else {
      register(new Placeholder(this, service, null), loader.registrant());
    }
  }

  /** Promises a service of a failed plugin once more, to those who look it up by themselves. */
  void tryAgain(BridgedService service) {
    RegisteredPlugin plugin = service.plugin();
    if (plugin == null || plugin.kind() != PluginKind.BUNDLE) {
      return;
    }
    if (inTheNameOfItsBundle(service)) {
      Placeholder placeholder = new Placeholder(this, service, plugin);
      placeholder.onTrial();
      addInItsName(placeholder, plugin);
    } else {
      Placeholder placeholder = new Placeholder(this, service, null);
      placeholder.onTrial();
      register(placeholder, loader.registrant());
    }
  }

  /** Whether a service is promised although its plugin failed. */
  boolean tried(BridgedService service) {
    return onTrial(service) != null;
  }

  private @Nullable Placeholder onTrial(BridgedService service) {
    RegisteredPlugin plugin = service.plugin();
    List<Placeholder> known = plugin == null ? null : byPlugin.get(plugin);
    if (known != null) {
      for (Placeholder placeholder : known) {
        if (placeholder.isOnTrial()
            && Objects.equals(placeholder.service().offer(), service.offer())) {
          return placeholder;
        }
      }
    }
    return null;
  }

  private void addInItsName(Placeholder placeholder, RegisteredPlugin plugin) {
    arming.computeIfAbsent(plugin, unused -> new ConcurrentLinkedQueue<>()).add(placeholder);
    try {
      framework.standBy(plugin, port.closure(plugin));
    } catch (PluginException e) {
      // It would not have registered anything if everything had been started; what keeps it from
      // being resolved is a problem of the plugin anyway.
      arming.remove(plugin);
      return;
    }
    arm(plugin);
  }

  /** Registers what waits for a plugin's bundle to have a context. */
  void arm(RegisteredPlugin plugin) {
    Queue<Placeholder> waiting = arming.get(plugin);
    Bundle bundle = waiting == null ? null : framework.bundleOf(plugin);
    BundleContext context = bundle == null ? null : bundle.getBundleContext();
    if (waiting != null && context != null) {
      for (Placeholder next = waiting.poll(); next != null; next = waiting.poll()) {
        register(next, context);
      }
    }
  }

  private void register(Placeholder placeholder, BundleContext registrant) {
    BridgedService service = placeholder.service();
    RegisteredPlugin plugin = service.plugin();
    if (byService.putIfAbsent(service, placeholder) != null) {
      return;
    }
    if (plugin != null && plugin.kind() == PluginKind.BUNDLE) {
      byPlugin.computeIfAbsent(plugin, unused -> new CopyOnWriteArrayList<>()).add(placeholder);
    }
    insiders.registering(placeholder);
    Registering outer = REGISTERING.get();
    REGISTERING.set(new Registering(placeholder, registrant.getBundle()));
    try {
      ServiceRegistration<?> registration =
          registrant.registerService(
              service.types().toArray(new String[0]),
              loader.factory(placeholder, service.scope()),
              FrameworkUtil.asDictionary(placeholder.properties()));
      note(registration.getReference(), placeholder);
      if (!placeholder.registered(registration)) {
        // Withdrawn by a listener of its own registration.
        unregister(placeholder, registration);
      }
    } catch (IllegalStateException e) {
      // Its bundle stopped on another thread, or the framework does.
      forget(placeholder);
    } finally {
      if (outer == null) {
        REGISTERING.remove();
      } else {
        REGISTERING.set(outer);
      }
    }
  }

  private void note(ServiceReference<?> reference, Placeholder placeholder) {
    byReference.put(reference, placeholder);
    framework.standIns().add(reference);
  }

  /** Takes the event of a registration that this thread is making. */
  void registrationSeen(ServiceReference<?> reference) {
    Registering made = REGISTERING.get();
    if (made != null
        && this.equals(made.placeholder().all())
        && made.registrant().equals(reference.getBundle())) {
      REGISTERING.remove();
      note(reference, made.placeholder());
    }
  }

  void modify(BridgedService service) {
    Placeholder placeholder = byService.get(service);
    if (placeholder != null) {
      placeholder.update();
    }
  }

  void remove(BridgedService service) {
    Placeholder placeholder = byService.get(service);
    if (placeholder == null) {
      placeholder = onTrial(service);
    }
    if (placeholder != null) {
      remove(placeholder);
    }
  }

  /** Takes a placeholder out; those who use it are told first. */
  void remove(Placeholder placeholder) {
    if (!forget(placeholder)) {
      return;
    }
    ServiceRegistration<?> registration = placeholder.withdraw();
    if (registration != null) {
      unregister(placeholder, registration);
    }
    // What it was bound to stays hidden: it goes too, and nobody has seen it come.
  }

  /** Takes note that a placeholder goes with the bundle in whose name it is; false if it went. */
  boolean lost(Placeholder placeholder) {
    ServiceReference<?> reference = placeholder.reference();
    boolean known = forget(placeholder);
    placeholder.withdraw();
    if (reference != null) {
      byReference.remove(reference);
      framework.standIns().remove(reference);
    }
    return known;
  }

  private boolean forget(Placeholder placeholder) {
    if (!byService.remove(placeholder.service(), placeholder)) {
      return false;
    }
    RegisteredPlugin plugin = placeholder.service().plugin();
    if (plugin != null) {
      byPlugin.computeIfPresent(
          plugin,
          (unused, list) -> {
            list.remove(placeholder);
            return list.isEmpty() ? null : list;
          });
    }
    return true;
  }

  private void unregister(Placeholder placeholder, ServiceRegistration<?> registration) {
    ServiceReference<?> reference = placeholder.reference();
    unregister(registration);
    if (reference != null) {
      byReference.remove(reference);
      framework.standIns().remove(reference);
    }
  }

  static void unregister(ServiceRegistration<?> registration) {
    try {
      registration.unregister();
    } catch (IllegalStateException e) {
      // Gone already, with the bundle or the framework it belonged to.
      return;
    }
  }

  /** The placeholder behind a reference; null for any other reference. */
  @Nullable Placeholder placeholder(ServiceReference<?> reference) {
    return byReference.get(reference);
  }

  /** The placeholder that a real registration is bound to; null if it stands for itself. */
  @Nullable Placeholder boundTo(ServiceReference<?> real) {
    return byReal.get(real);
  }

  /** Binds a registration that just came, where it keeps the promise of a placeholder. */
  @Nullable Placeholder bind(ServiceReference<?> real) {
    Placeholder bound = byReal.get(real);
    if (bound != null) {
      return bound;
    }
    Bundle bundle = real.getBundle();
    RegisteredPlugin plugin = bundle == null ? null : framework.pluginOf(bundle);
    if (plugin != null) {
      // A component runtime registers as soon as the bundle waits, before it is known to.
      arm(plugin);
    }
    List<Placeholder> candidates = plugin == null ? null : byPlugin.get(plugin);
    if (candidates == null) {
      return null;
    }
    Placeholder best = null;
    int bestScore = -1;
    for (Placeholder candidate : candidates) {
      Offer offer = candidate.service().offer();
      if (offer != null && candidate.real() == null) {
        int score = OfferMatch.score(real, offer.stated());
        if (score > bestScore) {
          best = candidate;
          bestScore = score;
        }
      }
    }
    if (best != null && best.bind(real)) {
      byReal.put(real, best);
      return best;
    }
    return null;
  }

  /** Whether a plugin registered what an offer promises before there was a placeholder for it. */
  private boolean registeredAlready(BridgedService service, RegisteredPlugin plugin) {
    Bundle bundle = framework.bundleOf(plugin);
    Offer offer = service.offer();
    ServiceReference<?>[] registered = bundle == null ? null : bundle.getRegisteredServices();
    if (registered != null && offer != null) {
      for (ServiceReference<?> real : registered) {
        if (byReal.get(real) == null
            && byReference.get(real) == null
            && OfferMatch.score(real, offer.stated()) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** Ends the placeholder of a registration that is going. */
  void gone(ServiceReference<?> real) {
    Placeholder placeholder = byReal.get(real);
    if (placeholder != null) {
      remove(placeholder);
      byReal.remove(real);
    }
  }

  void close() {
    for (Placeholder placeholder : new ArrayList<>(byService.values())) {
      remove(placeholder);
    }
  }
}
