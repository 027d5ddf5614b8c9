package dev.latent.container.service.osgi;

import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.service.BridgedService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.service.ListenerHook;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Keeps promises back until a bundle may ask for them: those that have to be made in the name of
 * the plugin's own bundle, as that must be installed for it, and all where there are very many.
 * They are made when a listener or tracker is added whose filter they match, before it looks for
 * the first time, and when a bundle is resolved whose code looks services up and names their type;
 * then for all services that are connected by common types, in reference order.
 *
 * <p>Thread-safe. Its lock guards the set of what is kept back and is held for operations on it
 * only.
 */
final class Interests implements ListenerHook, SynchronousBundleListener {

  private static final String OBJECT_CLASS = "objectClass";
  private static final String LOOKUPS_NEED = "org.osgi.framework";
  private static final int MANY = 2_000;

  /** Set by the framework, so that nobody knows them of a promise. */
  private static final Set<String> UNKNOWN =
      Set.of(Constants.SERVICE_ID, Constants.SERVICE_BUNDLEID, Constants.SERVICE_SCOPE);

  private final BootedFramework framework;
  private final Placeholders placeholders;
  private final int limit;
  private final Object lock = new Object();

  /** Guarded by {@link #lock}. */
  private final Set<BridgedService> pending = new LinkedHashSet<>();

  /**
   * Promises that went with the bundles in whose names they were, as somebody else stopped these.
   * Guarded by {@link #lock}.
   */
  private final Set<BridgedService> lost = new LinkedHashSet<>();

  /**
   * Types of services some of which are promised in the name of their plugins' bundles and some are
   * not. All are promised at once, as their order would not be that of reference otherwise.
   */
  private final Set<String> mixed = ConcurrentHashMap.newKeySet();

  private final Map<ListenerInfo, Interest> listening = new ConcurrentHashMap<>();
  private final Set<String> lookedUp = ConcurrentHashMap.newKeySet();
  private volatile boolean many;
  private volatile boolean all;

  private final FrameworkListener refreshes =
      event -> {
        if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
          renew();
        }
      };

  /** What a listener waits for; without a filter everything. */
  private record Interest(@Nullable LdapFilter filter) {

    boolean in(BridgedService service) {
      return filter == null || filter.evaluate(known(service), UNKNOWN) != Match.FALSE;
    }
  }

  Interests(BootedFramework framework, Placeholders placeholders) {
    this.framework = framework;
    this.placeholders = placeholders;
    this.limit = limit(framework);
  }

  private static int limit(BootedFramework framework) {
    String text = framework.settings().text(SettingKeys.PLACEHOLDERS, String.valueOf(MANY));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          SettingKeys.PLACEHOLDERS
              + "="
              + text
              + " is no number. Say up to how many services are promised to bundles all at once.",
          e);
    }
  }

  private static Map<String, Object> known(BridgedService service) {
    Map<String, Object> known = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    known.putAll(service.attributes());
    known.put(OBJECT_CLASS, service.types());
    return known;
  }

  /** Takes in all that can be given out at the start; makes the promises that are due. */
  void open(List<BridgedService> services) {
    many = services.size() > limit;
    if (!many) {
      findMixed(services);
    }
    for (BridgedService service : services) {
      add(service);
    }
  }

  /** Finds the types of which services of both kinds are connected. */
  private void findMixed(List<BridgedService> services) {
    Set<BridgedService> named = new LinkedHashSet<>();
    for (BridgedService service : services) {
      if (placeholders.inTheNameOfItsBundle(service)) {
        named.add(service);
      }
    }
    Set<BridgedService> grouped = new HashSet<>();
    for (BridgedService first : named) {
      if (!grouped.contains(first)) {
        Set<String> types = new HashSet<>(first.types());
        List<BridgedService> group = connected(services, types);
        grouped.addAll(group);
        if (!named.containsAll(group)) {
          mixed.addAll(types);
        }
      }
    }
  }

  /** Heeds listeners and bundles from now on, those included that are there already. */
  void heed() {
    BundleContext context = framework.context();
    context.addBundleListener(this);
    context.addFrameworkListener(refreshes);
    for (Bundle bundle : framework.context().getBundles()) {
      resolved(bundle);
    }
  }

  void close() {
    BundleContext context = framework.context();
    if (context != null) { // else the framework went down, and its listeners with it
      context.removeBundleListener(this);
      context.removeFrameworkListener(refreshes);
    }
  }

  /** Makes a promise that can be made from now on, or keeps it back. */
  void arrived(BridgedService service) {
    if (!many && !mixed(service)) {
      boolean named = placeholders.inTheNameOfItsBundle(service);
      for (String type : service.types()) {
        for (BridgedService other : placeholders.port().services(type)) {
          if (placeholders.inTheNameOfItsBundle(other) != named) {
            mixed.addAll(service.types());
            mixed.addAll(other.types());
          }
        }
      }
      if (mixed(service)) {
        // What is promised later than others of its type has to come after them.
        release(new HashSet<>(service.types()));
      }
    }
    add(service);
  }

  /** Makes a promise, or keeps it back until somebody may ask for it. */
  private void add(BridgedService service) {
    if (!keepsBack(service)) {
      placeholders.add(service);
      return;
    }
    synchronized (lock) {
      pending.add(service);
    }
    if (wanted(service)) {
      release(List.of(service));
    }
  }

  /** Forgets a service; false if it was not kept back. */
  boolean remove(BridgedService service) {
    synchronized (lock) {
      lost.remove(service);
      return pending.remove(service);
    }
  }

  private boolean keepsBack(BridgedService service) {
    return (many || (placeholders.inTheNameOfItsBundle(service) && !mixed(service)))
        && !placeholders.tried(service);
  }

  private boolean mixed(BridgedService service) {
    return !mixed.isEmpty() && service.types().stream().anyMatch(mixed::contains);
  }

  /** Takes note of a placeholder that goes, perhaps because its bundle is refreshed by somebody. */
  void unregistered(Placeholder placeholder) {
    if (!placeholder.isWithdrawn() && placeholder.registrant() != null) {
      boolean known = placeholders.lost(placeholder);
      synchronized (lock) {
        if (known) {
          lost.add(placeholder.service());
        }
      }
    }
  }

  /** Makes the promises again that went with bundles that somebody else refreshed. */
  private void renew() {
    List<BridgedService> gone;
    synchronized (lock) {
      gone = List.copyOf(lost);
      lost.clear();
    }
    for (BridgedService service : gone) {
      add(service);
    }
  }

  private boolean wanted(BridgedService service) {
    if (all) {
      return true;
    }
    for (String type : service.types()) {
      if (lookedUp.contains(type)) {
        return true;
      }
    }
    for (Interest interest : listening.values()) {
      if (interest.in(service)) {
        return true;
      }
    }
    return false;
  }

  private List<BridgedService> keptBack() {
    synchronized (lock) {
      pending.addAll(lost);
      lost.clear();
      return List.copyOf(pending);
    }
  }

  @Override
  public void added(Collection<ListenerInfo> listeners) {
    for (ListenerInfo listener : listeners) {
      String filter = listener.getFilter();
      if (listener.isRemoved() || (ofTheFramework(listener) && filter == null)) {
        continue;
      }
      Interest interest = new Interest(filter == null ? null : LdapFilter.parse(filter));
      listening.put(listener, interest);
      if (listener.isRemoved()) {
        // Removed on another thread, which told so before this one had put it in.
        listening.remove(listener);
      }
      placeholders.listenerAdded(listener);
      asked(interest);
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
    for (ListenerInfo listener : listeners) {
      listening.remove(listener);
      placeholders.listenerRemoved(listener);
    }
  }

  /**
   * Takes note of a plain lookup. What is registered for it now, this lookup does not find; it is
   * the last resort where nothing announced it.
   */
  void looked(@Nullable String type, @Nullable String filter) {
    List<BridgedService> kept = keptBack();
    if (kept.isEmpty()) {
      return;
    }
    LdapFilter parsed = filter == null ? null : LdapFilter.parse(filter);
    List<BridgedService> found = new ArrayList<>();
    for (BridgedService service : kept) {
      if ((type == null || service.types().contains(type)) && new Interest(parsed).in(service)) {
        found.add(service);
      }
    }
    release(found);
  }

  private void asked(Interest interest) {
    List<BridgedService> found = new ArrayList<>();
    for (BridgedService service : keptBack()) {
      if (interest.in(service)) {
        found.add(service);
      }
    }
    release(found);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.RESOLVED) {
      resolved(event.getBundle());
    }
  }

  private void resolved(Bundle bundle) {
    List<BridgedService> kept = bundle.getBundleId() == 0 ? List.of() : keptBack();
    BundleWiring wiring = kept.isEmpty() ? null : bundle.adapt(BundleWiring.class);
    if (wiring == null || placeholders.sources().of(bundle, LOOKUPS_NEED).isEmpty()) {
      return;
    }
    Set<String> wanted = new HashSet<>();
    for (BridgedService service : kept) {
      for (String type : service.types()) {
        int dot = type.lastIndexOf('.');
        if (dot < 0
            || type.startsWith("java.")
            || !placeholders.sources().of(bundle, type.substring(0, dot)).isEmpty()) {
          wanted.add(type);
        }
      }
    }
    if (wanted.isEmpty() && !many) {
      return;
    }
    BundleLookups lookups = BundleLookups.of(wiring, wanted);
    RegisteredPlugin own = framework.pluginOf(bundle);
    List<BridgedService> found = new ArrayList<>();
    if (lookups.untyped() && many) {
      all = true;
      found.addAll(kept);
    } else {
      Set<String> types = lookups.untyped() ? wanted : lookups.types();
      lookedUp.addAll(types);
      for (BridgedService service : kept) {
        // A plugin sees its own services as they are, when it has registered them.
        if (service.types().stream().anyMatch(types::contains)
            && (own == null || !own.equals(service.plugin()))) {
          found.add(service);
        }
      }
    }
    release(found);
  }

  /** Makes the promises that were asked for, and those connected to them by common types. */
  private void release(Collection<BridgedService> asked) {
    if (!asked.isEmpty()) {
      Set<String> types = new HashSet<>();
      for (BridgedService service : asked) {
        types.addAll(service.types());
      }
      release(types);
    }
  }

  private void release(Set<String> types) {
    List<BridgedService> due;
    synchronized (lock) {
      due = connected(pending, types);
      due.forEach(pending::remove);
    }
    for (BridgedService service : due) {
      placeholders.add(service);
    }
  }

  /** The services that have one of some types, or share one with such; adds all their types. */
  private static List<BridgedService> connected(
      Collection<BridgedService> services, Set<String> types) {
    List<BridgedService> found = new ArrayList<>();
    boolean more = true;
    while (more) {
      more = false;
      found.clear();
      for (BridgedService service : services) {
        if (service.types().stream().anyMatch(types::contains)) {
          found.add(service);
          more |= types.addAll(service.types());
        }
      }
    }
    return found;
  }
}
