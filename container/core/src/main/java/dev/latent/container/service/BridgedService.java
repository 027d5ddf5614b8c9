package dev.latent.container.service;

import dev.latent.api.ServiceInstance;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service of the container as a {@link ServiceBridge} sees it: an offer of a plugin, a service of
 * the host, or one that an active plugin registered. Thread-safe; one object for as long as it can
 * be given out, so identity is equality. Only {@link #get} and {@link #instance} activate.
 */
public interface BridgedService {

  /**
   * Who offers it.
   *
   * @return the plugin; null for the host
   */
  @Nullable RegisteredPlugin plugin();

  /**
   * The offer that it stands for.
   *
   * @return the offer; null where an object was registered instead
   */
  @Nullable Offer offer();

  /**
   * The service types.
   *
   * @return fully qualified names, at least one
   */
  List<String> types();

  /**
   * The attributes as filters see them, {@code objectClass} and {@code service.id} left out.
   *
   * @return an immutable map with keys in any case
   */
  Map<String, Object> attributes();

  /**
   * The {@code service.ranking}.
   *
   * @return higher comes first
   */
  int ranking();

  /**
   * The scope.
   *
   * @return {@code singleton}, {@code bundle} or {@code prototype}
   */
  String scope();

  /**
   * Whether its plugin is active, or it needs no activation.
   *
   * @return false if {@link #get} would activate
   */
  boolean active();

  /**
   * Whether a filter matches, as far as can be told without activating.
   *
   * @param filter the filter
   * @return what is known
   */
  Match match(LdapFilter filter);

  /**
   * Gives the object, activating the plugin on first use.
   *
   * @param cause who needs it, in words, see {@link ServicePort#activate}
   * @return the object; null if the plugin did not register what it promised, or, within a circle
   *     of activations, has not yet
   * @throws dev.latent.api.ActivationException if the plugin can't be activated
   */
  @Nullable Object get(String cause);

  /**
   * Makes an instance for one user where the scope is {@code prototype}, else gives the shared
   * object; activates the plugin on first use.
   *
   * @param cause who needs it, in words
   * @return the instance; null as for {@link #get}
   * @throws dev.latent.api.ActivationException if the plugin can't be activated
   */
  @Nullable ServiceInstance<Object> instance(String cause);
}
