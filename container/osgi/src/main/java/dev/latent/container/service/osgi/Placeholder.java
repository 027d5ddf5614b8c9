package dev.latent.container.service.osgi;

import dev.latent.api.PluginException;
import dev.latent.api.PluginKind;
import dev.latent.api.ServiceInstance;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.FrameworkAttributes;
import dev.latent.container.runtime.osgi.OfferMatch;
import dev.latent.container.service.BridgedService;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Stands in a registry for one service. Its first use activates the plugin; every consumer gets the
 * real object in its own name, so that the plugin's service factories see who it is. Thread-safe.
 */
final class Placeholder {

  private static final Set<String> SET_BY_THE_FRAMEWORK =
      Set.of(
          Constants.OBJECTCLASS.toLowerCase(Locale.ROOT),
          Constants.SERVICE_ID,
          Constants.SERVICE_BUNDLEID,
          Constants.SERVICE_SCOPE);

  private final Placeholders all;

  /** Which bundle's; null for that of all placeholders. */
  private final @Nullable RegisteredPlugin registrant;

  private volatile BridgedService service;
  private final AtomicReference<@Nullable ServiceRegistration<?>> registration =
      new AtomicReference<>();
  private final AtomicReference<@Nullable ServiceReference<?>> real = new AtomicReference<>();
  private final Map<Object, Runnable> givenBack =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final Set<ListenerInfo> insiders = ConcurrentHashMap.newKeySet();
  private volatile boolean withdrawn;

  /** Set while the plugin has failed: plain lookups may try again, listeners hear nothing of it. */
  private volatile boolean onTrial;

  private volatile long failedAt;

  Placeholder(Placeholders all, BridgedService service, @Nullable RegisteredPlugin registrant) {
    this.all = all;
    this.service = service;
    this.registrant = registrant;
  }

  /** The plugin in the name of whose bundle it is registered; null if in that of all. */
  @Nullable RegisteredPlugin registrant() {
    return registrant;
  }

  /** Puts it in the place of one whose plugin failed. */
  void onTrial() {
    failedAt = System.nanoTime();
    onTrial = true;
  }

  boolean isOnTrial() {
    return onTrial;
  }

  /** Whether lookups may try the failed plugin again by now. */
  boolean mayTry() {
    RegisteredPlugin plugin = service.plugin();
    return !onTrial
        || (plugin != null
            && all.port().failed(plugin)
            && System.nanoTime() - failedAt >= all.retryPause().toNanos());
  }

  /** Takes note that the plugin works: whoever listens hears of the service now. */
  void proved(BridgedService now) {
    service = now;
    onTrial = false;
    show();
  }

  /** Lets listeners hear of it. */
  void show() {
    ServiceRegistration<?> made = registration.get();
    if (made != null) {
      try {
        made.setProperties(FrameworkUtil.asDictionary(properties()));
      } catch (IllegalStateException e) {
        // Unregistered meanwhile: nobody is left to see them.
        return;
      }
    }
  }

  /** The listeners that see what it stands for instead of it; to be changed by who knows them. */
  Set<ListenerInfo> insiders() {
    return insiders;
  }

  /** Whether the container takes it out, or has. */
  boolean isWithdrawn() {
    return withdrawn;
  }

  /** Those that it is one of. */
  Placeholders all() {
    return all;
  }

  BridgedService service() {
    return service;
  }

  /** The registration that keeps the promise; null as long as there is none. */
  @Nullable ServiceReference<?> real() {
    return real.get();
  }

  /** Binds it to the registration that keeps the promise; false if it is bound already. */
  boolean bind(ServiceReference<?> reference) {
    return real.compareAndSet(null, reference);
  }

  /** Takes its registration; false if it was withdrawn meanwhile. */
  boolean registered(ServiceRegistration<?> made) {
    registration.set(made);
    return !withdrawn;
  }

  /** Gives up its registration; null if it has none, or not yet. */
  @Nullable ServiceRegistration<?> withdraw() {
    withdrawn = true;
    return registration.get();
  }

  /** Its reference; null while it is not registered. */
  @Nullable ServiceReference<?> reference() {
    ServiceRegistration<?> made = registration.get();
    try {
      return made == null ? null : made.getReference();
    } catch (IllegalStateException e) {
      // Unregistered by the framework, as it stops.
      return null;
    }
  }

  /** What consumers' filters see: the real properties once there are some, else the promised. */
  Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    ServiceReference<?> source = real.get();
    if (source != null) {
      for (String key : source.getPropertyKeys()) {
        properties.put(key, source.getProperty(key));
      }
    } else {
      properties.putAll(FrameworkAttributes.of(service.attributes()));
      if (service.ranking() != 0) {
        // Manifests know no Integer, which alone counts as a ranking.
        properties.put(Constants.SERVICE_RANKING, service.ranking());
      }
    }
    properties
        .keySet()
        .removeIf(key -> SET_BY_THE_FRAMEWORK.contains(key.toLowerCase(Locale.ROOT)));
    return properties;
  }

  /** Shows the properties as they are now, if they differ from those shown. */
  void update() {
    ServiceRegistration<?> made = registration.get();
    ServiceReference<?> reference = reference();
    if (made == null || reference == null || withdrawn) {
      return;
    }
    Map<String, Object> now = properties();
    if (!sameProperties(reference, now)) {
      try {
        made.setProperties(FrameworkUtil.asDictionary(now));
      } catch (IllegalStateException e) {
        // Unregistered meanwhile: nobody is left to see them.
        return;
      }
    }
  }

  private static boolean sameProperties(
      ServiceReference<?> reference, Map<String, Object> expected) {
    int shown = 0;
    for (String key : reference.getPropertyKeys()) {
      if (SET_BY_THE_FRAMEWORK.contains(key.toLowerCase(Locale.ROOT))) {
        continue;
      }
      shown++;
      if (!Objects.deepEquals(reference.getProperty(key), expected.get(key))) {
        return false;
      }
    }
    return shown == expected.size();
  }

  /** Gives a consumer the real object, activating the plugin on first use. */
  @Nullable Object get(Bundle consumer) {
    String cause =
        "lookup of "
            + service.types().get(0)
            + " by "
            + (consumer.getBundleId() == 0
                ? "the framework"
                : "bundle " + consumer.getSymbolicName() + " " + consumer.getVersion());
    RegisteredPlugin plugin = service.plugin();
    Offer offer = service.offer();
    if (plugin == null || offer == null || plugin.kind() != PluginKind.BUNDLE) {
      return ofTheContainer(cause);
    }
    try {
      all.port().activate(plugin, cause);
    } catch (PluginException e) {
      failedAt = System.nanoTime();
      throw e;
    }
    ServiceReference<?> reference = real.get();
    if (reference == null) {
      Bundle bundle = all.framework().bundleOf(plugin);
      reference =
          bundle == null
              ? null
              : OfferMatch.find(bundle, offer.stated(), all.framework().standIns());
    }
    if (reference == null && service.active()) {
      // Not kept: should the plugin register it later, consumers see that registration itself.
      all.remove(this);
    }
    return reference == null ? null : ofTheBundle(reference, consumer);
  }

  private @Nullable Object ofTheContainer(String cause) {
    if (!Constants.SCOPE_PROTOTYPE.equals(service.scope())) {
      return service.get(cause);
    }
    ServiceInstance<Object> instance = service.instance(cause);
    if (instance == null) {
      return null;
    }
    Object object = instance.get();
    givenBack.put(object, instance::close);
    return object;
  }

  private <S> @Nullable Object ofTheBundle(ServiceReference<S> reference, Bundle consumer) {
    BundleContext context = consumer.getBundleContext();
    if (context == null) {
      return null;
    }
    if (!Constants.SCOPE_PROTOTYPE.equals(reference.getProperty(Constants.SERVICE_SCOPE))
        || !Constants.SCOPE_PROTOTYPE.equals(service.scope())) {
      Bundle bundle = reference.getBundle();
      if (bundle != null) {
        all.framework().failures().forget(bundle, consumer);
      }
      S object = context.getService(reference);
      RegisteredPlugin plugin = service.plugin();
      if (object == null && plugin != null) {
        // The consumer is told nothing but null; an operator can read why.
        all.framework().failures().whenKnown(plugin, reference, consumer, service::broken);
      }
      return object;
    }
    ServiceObjects<S> objects = context.getServiceObjects(reference);
    S object = objects == null ? null : objects.getService();
    if (objects != null && object != null) {
      givenBack.put(object, () -> objects.ungetService(object));
    }
    return object;
  }

  /** Takes back what a consumer got. */
  void unget(Bundle consumer, Object object) {
    Runnable giveBack = givenBack.remove(object);
    ServiceReference<?> reference = real.get();
    try {
      if (giveBack != null) {
        giveBack.run();
      } else if (reference != null) {
        BundleContext context = consumer.getBundleContext();
        if (context != null) {
          context.ungetService(reference);
        }
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      // The consumer or the service is gone, and with it what was got.
      return;
    }
  }
}
