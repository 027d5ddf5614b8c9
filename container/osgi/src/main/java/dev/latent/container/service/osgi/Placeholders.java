package dev.latent.container.service.osgi;

import dev.latent.api.PluginKind;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.runtime.osgi.OfferMatch;
import dev.latent.container.service.BridgedService;
import dev.latent.container.service.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

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
  private static final ThreadLocal<@Nullable Placeholder> REGISTERING = new ThreadLocal<>();

  Placeholders(BootedFramework framework, ServicePort port) {
    this.framework = framework;
    this.port = port;
    this.sources = new PackageSources(framework, port);
    this.loader = ExtenderLoader.install(framework);
  }

  BootedFramework framework() {
    return framework;
  }

  ServicePort port() {
    return port;
  }

  PackageSources sources() {
    return sources;
  }

  /** Registers a placeholder for a service that can be given out. */
  void add(BridgedService service) {
    RegisteredPlugin plugin = service.plugin();
    boolean bundle = plugin != null && plugin.kind() == PluginKind.BUNDLE;
    if (plugin != null && bundle && registeredAlready(service, plugin)) {
      // Consumers have seen the real one.
      return;
    }
    Placeholder placeholder = new Placeholder(this, service);
    if (byService.putIfAbsent(service, placeholder) != null) {
      return;
    }
    if (plugin != null && bundle) {
      byPlugin.computeIfAbsent(plugin, unused -> new CopyOnWriteArrayList<>()).add(placeholder);
    }
    REGISTERING.set(placeholder);
    try {
      ServiceRegistration<?> registration =
          loader
              .registrant()
              .registerService(
                  service.types().toArray(new String[0]),
                  loader.factory(placeholder, service.scope()),
                  FrameworkUtil.asDictionary(placeholder.properties()));
      byReference.put(registration.getReference(), placeholder);
      if (!placeholder.registered(registration)) {
        // Withdrawn by a listener of its own registration.
        unregister(placeholder, registration);
      }
    } finally {
      REGISTERING.remove();
    }
  }

  /** Takes the event of a registration that this thread is making. */
  void registrationSeen(ServiceReference<?> reference) {
    Placeholder placeholder = REGISTERING.get();
    if (placeholder != null
        && this.equals(placeholder.all())
        && loader.registrant().getBundle().equals(reference.getBundle())) {
      REGISTERING.remove();
      byReference.put(reference, placeholder);
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
    if (placeholder != null) {
      remove(placeholder);
    }
  }

  /** Takes a placeholder out; those who use it are told first. */
  void remove(Placeholder placeholder) {
    if (!byService.remove(placeholder.service(), placeholder)) {
      return;
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
    ServiceRegistration<?> registration = placeholder.withdraw();
    if (registration != null) {
      unregister(placeholder, registration);
    }
    // What it was bound to stays hidden: it goes too, and nobody has seen it come.
  }

  private void unregister(Placeholder placeholder, ServiceRegistration<?> registration) {
    ServiceReference<?> reference = placeholder.reference();
    unregister(registration);
    if (reference != null) {
      byReference.remove(reference);
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
        if (byReal.get(real) == null && OfferMatch.score(real, offer.stated()) >= 0) {
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
