package dev.latent.container.service;

import dev.latent.api.PluginException;
import dev.latent.api.PluginId;
import dev.latent.api.ServiceInstance;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One service that can be given out, whatever it comes from. Thread-safe.
 *
 * <p>The object is kept here and nowhere else that outlives its plugin: handles read it through
 * their entry, so that clearing it when the plugin stops lets the plugin's classes go.
 */
abstract class ServiceEntry {

  /**
   * Services of the host come first among equals, then promised ones, then those nobody knew of.
   */
  static final int HOST = 0;

  static final int PROMISED = 1;
  static final int UNANNOUNCED = 2;

  private volatile @Nullable ServiceCell cell;
  private volatile boolean gone;
  private volatile boolean used;
  private volatile @Nullable Set<RegisteredPlugin> keepers;
  private volatile @Nullable CatalogBridgedService bridged;

  /** Who offers it; null for the host. */
  abstract @Nullable RegisteredPlugin plugin();

  abstract PluginId pluginId();

  abstract List<String> types();

  abstract Map<String, Object> attributes();

  /** As filters of the host see them and as it is shown: with what every service has. */
  final Map<String, Object> allAttributes() {
    return StandardAttributes.added(this);
  }

  abstract int ranking();

  abstract int group();

  abstract long order();

  abstract String scope();

  /** Where it is known from, for people. */
  abstract String source();

  /** Whether giving it out activates nothing. */
  abstract boolean active();

  /** Whether a filter matches, as far as can be told without activating. */
  abstract Match match(LdapFilter filter);

  /** Gives the object, activating its plugin; null if it turns out not to be there. */
  abstract @Nullable Object resolve(ActivationCause cause);

  /** Makes an instance for one user, activating the plugin; null if it is not there. */
  abstract @Nullable ServiceInstance<Object> instance(ActivationCause cause);

  /** Whether it was promised for sure, so that its absence after activation is a failure. */
  abstract boolean promised();

  /** Takes note of why the active plugin did not give the service. */
  void failed(PluginException why) {
    // Only a promise can be broken.
  }

  /** Takes note that the service could be had. */
  void worked() {
    // As above.
  }

  final @Nullable Object object() {
    ServiceCell held = cell;
    return held == null ? null : held.object();
  }

  /** What holds the object as long as it is given out; null while there is none. */
  final @Nullable ServiceCell cell() {
    return cell;
  }

  final void object(@Nullable Object value) {
    ServiceCell before = cell;
    cell = value == null ? null : new ServiceCell(value);
    if (before != null) {
      before.empty();
    }
    if (value != null) {
      used = true;
    }
  }

  /** Whether it was given out since the last call; for finding plugins that nobody uses. */
  final boolean takeUsed() {
    boolean was = used;
    used = false;
    return was;
  }

  /** Notes that a plugin keeps the object, for as long as the plugin is active. */
  final void keptBy(RegisteredPlugin keeper) {
    Set<RegisteredPlugin> known = keepers;
    if (known == null) {
      synchronized (this) {
        known = keepers;
        if (known == null) {
          known = ConcurrentHashMap.newKeySet();
          keepers = known;
        }
      }
    }
    known.add(keeper);
  }

  /** The plugins that were given the object; some may not be active any more. */
  final Set<RegisteredPlugin> keepers() {
    Set<RegisteredPlugin> known = keepers;
    return known == null ? Set.of() : known;
  }

  final void touch() {
    used = true;
  }

  final boolean gone() {
    return gone;
  }

  final void go() {
    gone = true;
    object(null);
  }

  final @Nullable CatalogBridgedService bridged() {
    return bridged;
  }

  final void bridged(@Nullable CatalogBridgedService value) {
    bridged = value;
  }

  final boolean before(ServiceEntry other) {
    int one = ranking();
    int two = other.ranking();
    if (one != two) {
      return one > two;
    }
    if (group() != other.group()) {
      return group() < other.group();
    }
    return order() < other.order();
  }
}
