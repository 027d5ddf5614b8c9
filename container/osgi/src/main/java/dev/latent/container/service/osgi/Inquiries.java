package dev.latent.container.service.osgi;

import dev.latent.api.PluginException;
import dev.latent.api.ServiceChange;
import dev.latent.api.Subscription;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.service.BridgedService;
import dev.latent.container.service.ServicePort;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Finds out what descriptors don't tell when a bundle may ask for it: activates plugins on whose
 * unannounced properties it depends what a listener hears, a lookup finds, or whether a component
 * registers its service. Asks when a listener or tracker is added, before it looks for the first
 * time; when a bundle is resolved whose code looks the type up; and, as the last resort, when it is
 * looked up, for the next lookup to find.
 *
 * <p>Called by the framework on the thread of the bundle, which may hold locks of its own: never
 * waits for another thread that activates the plugin already, as what comes of that is told in
 * events. Thread-safe, with no lock.
 */
final class Inquiries implements ListenerHook, FindHook, SynchronousBundleListener {

  private static final String LOOKUPS_NEED = "org.osgi.framework";
  private static final int MOST_LOOKUPS = 1_000;

  private final BootedFramework framework;
  private final BundleContext system;
  private final ServicePort port;
  private final ComponentOffers components;
  private final PackageSources sources;
  private final Map<ListenerInfo, Wanted> listening = new ConcurrentHashMap<>();
  private final Set<String> lookedUp = ConcurrentHashMap.newKeySet();
  private final Set<Lookup> settled = ConcurrentHashMap.newKeySet();

  /** Plugins that were active: who stops one does not want it back for that it is stopped. */
  private final Set<RegisteredPlugin> stopped = ConcurrentHashMap.newKeySet();

  private volatile boolean ready;
  private @Nullable ServiceRegistration<?> registration;
  private @Nullable Subscription subscription;

  /** A lookup with a filter, after which another one of the same kind finds out nothing more. */
  private record Lookup(@Nullable String type, @Nullable String filter) {}

  Inquiries(
      BootedFramework framework,
      ServicePort port,
      ComponentOffers components,
      PackageSources sources) {
    this.framework = framework;
    this.system = framework.context();
    this.port = port;
    this.components = components;
    this.sources = sources;
  }

  void open() {
    registration =
        system.registerService(
            new String[] {ListenerHook.class.getName(), FindHook.class.getName()},
            this,
            FrameworkUtil.asDictionary(Map.of()));
    system.addBundleListener(this);
    subscription = port.listen(this::changed);
  }

  /** Begins: while the framework boots nothing can be activated in it. */
  void ready() {
    ready = true;
    components.wantedFromNowOn(this::wantedByAnyone);
    for (Wanted wanted : Set.copyOf(listening.values())) {
      inquire(wanted);
    }
    for (Bundle bundle : system.getBundles()) {
      resolved(bundle);
    }
  }

  /** Finds nothing out any more; its hooks stay. */
  void rest() {
    ready = false;
    Subscription listened = subscription;
    if (listened != null) {
      listened.close();
    }
  }

  void close() {
    ServiceRegistration<?> registered = registration;
    if (registered != null) {
      Placeholders.unregister(registered);
    }
    BundleContext context = framework.context();
    if (context != null) { // else the framework went down, and its listeners with it
      context.removeBundleListener(this);
    }
  }

  private boolean wantedByAnyone(Offer offer) {
    for (String type : offer.stated().types()) {
      if (lookedUp.contains(type)) {
        return true;
      }
    }
    for (Wanted wanted : listening.values()) {
      if (wanted.test(offer)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void added(Collection<ListenerInfo> listeners) {
    for (ListenerInfo listener : listeners) {
      String filter = listener.getFilter();
      if (listener.isRemoved() || (filter == null && ofTheFramework(listener))) {
        continue;
      }
      Wanted wanted = new Wanted(filter == null ? null : LdapFilter.parse(filter));
      listening.put(listener, wanted);
      if (listener.isRemoved()) {
        // Removed on another thread, which told so before this one had put it in.
        listening.remove(listener);
      } else if (ready) {
        inquire(wanted);
      }
    }
  }

  private static boolean ofTheFramework(ListenerInfo listener) {
    try {
      return listener.getBundleContext().getBundle().getBundleId() == 0;
    } catch (IllegalStateException e) {
      // Its bundle stops on another thread and hears of nothing any more.
      return true;
    }
  }

  @Override
  public void removed(Collection<ListenerInfo> listeners) {
    listening.keySet().removeAll(listeners);
  }

  /** Who names no type is not answered by activating all whose properties may match. */
  private void inquire(Wanted wanted) {
    components.wanted(wanted);
    wanted.type().ifPresent(type -> inquire(type, wanted));
  }

  private void inquire(String type, Wanted wanted) {
    for (BridgedService service : port.services(type)) {
      if (wanted.dependsOnUnannounced(service)) {
        activate(service, String.valueOf(wanted.filter()));
      }
    }
  }

  private void activate(BridgedService service, String why) {
    RegisteredPlugin plugin = service.plugin();
    if (plugin != null && !port.busy(plugin)) {
      try {
        port.activate(
            plugin, "properties of " + service.types() + " that it does not announce: " + why);
      } catch (PluginException e) {
        // Recorded with the plugin; it offers nothing now.
        return;
      }
    }
  }

  private void changed(ServiceChange.Kind kind, BridgedService service) {
    settled.clear();
    RegisteredPlugin plugin = service.plugin();
    if (plugin != null && kind == ServiceChange.Kind.REMOVED) {
      stopped.add(plugin);
    } else if (plugin != null
        && kind == ServiceChange.Kind.ADDED
        && ready
        && !stopped.contains(plugin)) {
      for (Wanted wanted : listening.values()) {
        if (wanted.type().filter(service.types()::contains).isPresent()
            && wanted.dependsOnUnannounced(service)) {
          activate(service, String.valueOf(wanted.filter()));
          return;
        }
      }
    }
  }

  @Override
  public void find(
      BundleContext context,
      @Nullable String name,
      @Nullable String filter,
      boolean allServices,
      Collection<ServiceReference<?>> references) {
    if (!ready || (filter == null && !components.undecided())) {
      return;
    }
    Lookup lookup = new Lookup(name, filter);
    if (context.getBundle().getBundleId() == 0 || settled.contains(lookup)) {
      return;
    }
    if (settled.size() > MOST_LOOKUPS) {
      settled.clear();
    }
    settled.add(lookup); // before it is: a change meanwhile takes it out again
    Wanted wanted = new Wanted(filter == null ? null : LdapFilter.parse(filter));
    components.wanted(
        offer -> (name == null || offer.stated().types().contains(name)) && wanted.test(offer));
    String type = name == null ? wanted.type().orElse(null) : name;
    if (type != null) {
      inquire(type, wanted);
    }
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (ready && event.getType() == BundleEvent.RESOLVED) {
      resolved(event.getBundle());
    }
  }

  private void resolved(Bundle bundle) {
    RegisteredPlugin own = framework.pluginOf(bundle);
    BundleWiring wiring = own == null ? null : bundle.adapt(BundleWiring.class);
    if (own == null || wiring == null || sources.of(bundle, LOOKUPS_NEED).isEmpty()) {
      return;
    }
    KnownTypes known = new KnownTypes(bundle);
    Set<String> unannounced = unannounced(known, own);
    Set<String> all = new HashSet<>(unannounced);
    for (String type : components.undecidedTypes()) {
      if (known.include(type)) {
        all.add(type);
      }
    }
    if (all.isEmpty()) {
      return;
    }
    BundleLookups lookups = BundleLookups.of(wiring, all);
    // What looks up types that others name says nothing: each tracker does.
    Set<String> types = lookups.types();
    if (!types.isEmpty()) {
      lookedUp.addAll(types);
      components.wanted(offer -> offer.stated().types().stream().anyMatch(types::contains));
    }
    for (String type : lookups.types()) {
      if (unannounced.contains(type)) {
        for (BridgedService service : port.services(type)) {
          if (asks(lookups, type, service)) {
            activate(service, "lookups of bundle " + bundle.getSymbolicName());
          }
        }
      }
    }
  }

  /**
   * Types of which a bundle may look services up by properties that nothing announces. Those that
   * it offers itself are left out: reading the code of each provider would cost more than it finds.
   */
  private Set<String> unannounced(KnownTypes known, RegisteredPlugin own) {
    Set<String> types = new HashSet<>();
    for (String type : port.plugins().offeredTypes()) {
      if (known.include(type) && mayHaveMore(type, own)) {
        types.add(type);
      }
    }
    return types;
  }

  private boolean mayHaveMore(String type, RegisteredPlugin own) {
    boolean more = false;
    for (Offer offer : port.plugins().offers(type)) {
      if (offer.plugin().equals(own)) {
        return false;
      }
      more = more || Wanted.mayHaveMore(offer);
    }
    return more;
  }

  /** Which types a bundle knows, looked up once for each package. */
  private final class KnownTypes {

    private final Bundle bundle;
    private final Map<String, Boolean> packages = new HashMap<>();

    KnownTypes(Bundle bundle) {
      this.bundle = bundle;
    }

    boolean include(String type) {
      int dot = type.lastIndexOf('.');
      if (dot < 0 || type.startsWith("java.")) {
        return true;
      }
      String name = type.substring(0, dot);
      Boolean known = packages.get(name);
      if (known == null) {
        known = !sources.of(bundle, name).isEmpty();
        packages.put(name, known);
      }
      return known;
    }
  }

  private static boolean asks(BundleLookups lookups, String type, BridgedService service) {
    Offer offer = service.offer();
    return offer != null
        && !service.active()
        && Wanted.mayHaveMore(offer)
        && lookups.asksForMoreThan(type, service.attributes().keySet());
  }
}
