package dev.latent.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds services by type and filter, and activates the plugin that offers one on its first use.
 *
 * <p>A service is looked up by its class, or by the name of its type where the caller has no such
 * class; with a filter where some of them will do; and with {@link #of} where it must be that of
 * one plugin.
 *
 * <p>Filters are OSGi LDAP filters over the attributes that descriptors declare, and those that
 * every service has: {@code objectClass} (a list of type names), {@code service.ranking}, {@code
 * latent.plugin} and {@code latent.plugin.version} (who offers it). A plugin that does not match is
 * never activated to be asked. Of several matches the one with the highest {@code service.ranking}
 * comes first, and among equals the one that comes first in reference order: the order of the
 * finders and, within a directory, of the file names.
 *
 * <p>Thread-safe. Every method may be called from any thread, also from within the activation of a
 * plugin. A service belongs to its plugin: it may be used until the plugin stops.
 */
public interface PluginServices {

  /**
   * Finds the best service of a type and activates its plugin. Where that plugin fails to activate,
   * the next candidate is tried, and the failure is recorded.
   *
   * @param <T> the service type
   * @param type the service type, as the caller sees it
   * @return the service, or empty if no plugin offers one
   * @throws ActivationException if there were candidates and all of them failed; every cause is
   *     attached
   */
  <T> Optional<T> find(Class<T> type);

  /**
   * Finds the best service of a type whose attributes match a filter, and activates its plugin.
   *
   * @param <T> the service type
   * @param type the service type, as the caller sees it
   * @param filter an LDAP filter, for example {@code (format=pdf)}
   * @return the service, or empty if no plugin offers a matching one
   * @throws ActivationException if there were candidates and all of them failed
   * @throws IllegalArgumentException if the filter can't be read; the message says where and why
   */
  <T> Optional<T> find(Class<T> type, String filter);

  /**
   * Finds as {@link #find(Class)} does, and fails where that is empty.
   *
   * @param <T> the service type
   * @param type the service type, as the caller sees it
   * @return the service
   * @throws ServiceNotFoundException if no plugin offers one; the message names the nearest
   *     candidates and what to do
   * @throws ActivationException if there were candidates and all of them failed
   */
  <T> T require(Class<T> type);

  /**
   * Finds as {@link #find(Class, String)} does, and fails where that is empty.
   *
   * @param <T> the service type
   * @param type the service type, as the caller sees it
   * @param filter an LDAP filter
   * @return the service
   * @throws ServiceNotFoundException if no plugin offers a matching one
   * @throws ActivationException if there were candidates and all of them failed
   * @throws IllegalArgumentException if the filter can't be read
   */
  <T> T require(Class<T> type, String filter);

  /**
   * Finds as {@link #find(Class, String)} does, for a caller that has no such class.
   *
   * @param typeName the fully qualified name of the service type
   * @param filter an LDAP filter; null for all
   * @return the service, or empty if no plugin offers a matching one
   * @throws ActivationException if there were candidates and all of them failed
   * @throws IllegalArgumentException if the filter can't be read
   */
  Optional<Object> find(String typeName, @Nullable String filter);

  /**
   * Finds as {@link #find(String, String)} does, and fails where that is empty.
   *
   * @param typeName the fully qualified name of the service type
   * @param filter an LDAP filter; null for all
   * @return the service
   * @throws ServiceNotFoundException if no plugin offers a matching one
   * @throws ActivationException if there were candidates and all of them failed
   * @throws IllegalArgumentException if the filter can't be read
   */
  Object require(String typeName, @Nullable String filter);

  /**
   * Lists the services of a type, best first. Loads no class and activates nothing until {@link
   * ServiceHandle#get()} is called on one of them.
   *
   * @param <T> the service type
   * @param type the service type
   * @return the handles, best first; unmodifiable, a snapshot
   */
  <T> List<ServiceHandle<T>> handles(Class<T> type);

  /**
   * Lists the services of a type whose attributes match a filter, best first. Loads no class and
   * activates nothing, except a bundle whose descriptor can't tell whether its service matches: it
   * is activated and asked.
   *
   * @param <T> the service type
   * @param type the service type
   * @param filter an LDAP filter
   * @return the handles, best first; unmodifiable, a snapshot
   * @throws IllegalArgumentException if the filter can't be read
   */
  <T> List<ServiceHandle<T>> handles(Class<T> type, String filter);

  /**
   * Lists the services of a type by its name, for a caller that has no such class. Loads no class
   * and activates nothing.
   *
   * @param typeName the fully qualified name of the service type; null for all types
   * @param filter an LDAP filter; null for all
   * @return the handles, best first; unmodifiable, a snapshot
   * @throws IllegalArgumentException if the filter can't be read
   */
  List<ServiceHandle<Object>> handles(@Nullable String typeName, @Nullable String filter);

  /**
   * Makes a deferred lookup: nothing is looked up until {@link Deferred#get()} is called.
   *
   * @param <T> the service type
   * @param type the service type
   * @return the deferred service; its {@code get} behaves as {@link #require(Class)}
   */
  <T> Deferred<T> deferred(Class<T> type);

  /**
   * Makes a deferred lookup with a filter.
   *
   * @param <T> the service type
   * @param type the service type
   * @param filter an LDAP filter
   * @return the deferred service; its {@code get} behaves as {@link #require(Class, String)}
   * @throws IllegalArgumentException if the filter can't be read
   */
  <T> Deferred<T> deferred(Class<T> type, String filter);

  /**
   * Makes a deferred lookup by the name of a type.
   *
   * @param typeName the fully qualified name of the service type
   * @param filter an LDAP filter; null for all
   * @return the deferred service; its {@code get} behaves as {@link #require(String, String)}
   * @throws IllegalArgumentException if the filter can't be read
   */
  Deferred<Object> deferred(String typeName, @Nullable String filter);

  /**
   * Makes an object of an interface whose first method call looks the service up. The object is not
   * the service: its identity and class differ, {@code equals}, {@code hashCode} and {@code
   * toString} are passed on.
   *
   * @param <T> the service type
   * @param type an interface
   * @return the proxy
   * @throws IllegalArgumentException if the type is not an interface
   */
  <T> T proxy(Class<T> type);

  /**
   * Makes a proxy as {@link #proxy(Class)} does, with a filter.
   *
   * @param <T> the service type
   * @param type an interface
   * @param filter an LDAP filter
   * @return the proxy
   * @throws IllegalArgumentException if the type is not an interface or the filter can't be read
   */
  <T> T proxy(Class<T> type, String filter);

  /**
   * Calls a listener for each service of a type that comes, changes or goes from now on. The
   * listener is called on the thread that made the change, with no lock of the container held; what
   * it throws is reported and else ignored.
   *
   * @param <T> the service type
   * @param type the service type
   * @param listener called with each change
   * @return closes the subscription
   */
  <T> Subscription onChange(Class<T> type, Consumer<ServiceChange<T>> listener);

  /**
   * Calls a listener as {@link #onChange(Class, Consumer)} does, for a type given by its name.
   *
   * @param typeName the fully qualified name of the service type
   * @param listener called with each change
   * @return closes the subscription
   */
  Subscription onChange(String typeName, Consumer<ServiceChange<Object>> listener);

  /**
   * Looks up among the services of one plugin only. What is not found is said of that plugin, with
   * what it does offer. The plugin need not be there yet; it is looked for with each lookup.
   *
   * @param plugin its name, or {@code name:version} where one version of several is meant
   * @return the lookup limited to that plugin; it can't {@link #register}
   * @throws IllegalArgumentException if the version can't be read
   */
  PluginServices of(String plugin);

  /**
   * Offers a service of the host, to the host's own lookups and to plugins of every kind.
   *
   * @param <T> the service type
   * @param type the service type; plugins see it through a package that the host exports
   * @param service the service object
   * @param attributes its attributes; {@code service.ranking} orders it among others
   * @return withdraws the service or changes its attributes
   */
  <T> ServiceRegistration register(Class<T> type, T service, Map<String, ?> attributes);
}
