package dev.latent.container.service;

import dev.latent.api.Deferred;
import dev.latent.api.ServiceNotFoundException;
import dev.latent.container.descriptor.LdapFilter;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service that is looked up on first use and then stays the same one, through stops and updates
 * of its plugin; when the plugin has left, the next use looks up again.
 */
final class DeferredService<T> implements Deferred<T> {

  private final CallerServices caller;
  private final Class<T> type;
  private final String typeName;
  private final @Nullable LdapFilter filter;
  private volatile @Nullable CatalogHandle<T> handle;

  DeferredService(
      CallerServices caller, Class<T> type, String typeName, @Nullable LdapFilter filter) {
    caller.catalog().requireOpen();
    this.caller = caller;
    this.type = type;
    this.typeName = typeName;
    this.filter = filter;
  }

  @Override
  public T get() {
    CatalogHandle<T> known = handle;
    if (known != null) {
      try {
        return known.get();
      } catch (ServiceNotFoundException e) {
        handle = null; // its plugin has left; another one may do
      }
    }
    Lookup<T> lookup = new Lookup<>(caller, type, typeName, filter);
    T service = lookup.require();
    ServiceEntry chosen = lookup.chosen();
    if (chosen != null) {
      handle = new CatalogHandle<>(caller, type, typeName, chosen);
    }
    return service;
  }

  @Override
  public Optional<T> peek() {
    CatalogHandle<T> known = handle;
    return known == null ? Optional.empty() : known.peek();
  }

  @Override
  public <R> Deferred<R> map(Function<? super T, ? extends R> function) {
    return new DeferredValue<>(this, function);
  }
}
