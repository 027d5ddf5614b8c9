package dev.latent.container.service;

import dev.latent.api.Deferred;
import dev.latent.api.PluginServices;
import dev.latent.api.ServiceChange;
import dev.latent.api.ServiceHandle;
import dev.latent.api.ServiceRegistration;
import dev.latent.api.Subscription;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.finder.RegisteredPlugin;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lookup on behalf of the host or of one plugin. */
final class CallerServices implements PluginServices {

  private final ServiceCatalog catalog;
  private final @Nullable RegisteredPlugin caller;

  CallerServices(ServiceCatalog catalog, @Nullable RegisteredPlugin caller) {
    this.catalog = catalog;
    this.caller = caller;
  }

  ServiceCatalog catalog() {
    return catalog;
  }

  /** What was found before; nothing where it has to be noted who is given it. */
  private Epoch answers() {
    return caller != null && catalog.notesKeepers() ? new Epoch() : catalog.epoch();
  }

  /** Notes that the caller was given the object of a service and may keep it. */
  void given(ServiceEntry entry) {
    RegisteredPlugin keeper = caller;
    if (keeper != null && catalog.notesKeepers() && !keeper.equals(entry.plugin())) {
      entry.keptBy(keeper);
    }
  }

  /** Names the caller as messages do. */
  String callerName() {
    return caller == null ? "the host" : caller.id().toString();
  }

  @Override
  @SuppressWarnings("unchecked") // only services of the type were kept under it
  public <T> Optional<T> find(Class<T> type) {
    Optional<?> known = answers().found(type);
    return known != null ? (Optional<T>) known : new Lookup<>(this, type, null).find();
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public <T> Optional<T> find(Class<T> type, String filter) {
    Optional<?> known = answers().found(type, filter);
    return known != null
        ? (Optional<T>) known
        : new Lookup<>(this, type, LdapFilter.parse(filter)).find();
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public <T> T require(Class<T> type) {
    Optional<?> known = answers().found(type);
    return known != null && known.isPresent()
        ? (T) known.get()
        : new Lookup<>(this, type, null).require();
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public <T> T require(Class<T> type, String filter) {
    Optional<?> known = answers().found(type, filter);
    return known != null && known.isPresent()
        ? (T) known.get()
        : new Lookup<>(this, type, LdapFilter.parse(filter)).require();
  }

  @Override
  public <T> List<ServiceHandle<T>> handles(Class<T> type) {
    return handles(type, type.getName(), null);
  }

  @Override
  public <T> List<ServiceHandle<T>> handles(Class<T> type, String filter) {
    return handles(type, type.getName(), LdapFilter.parse(filter));
  }

  @Override
  public List<ServiceHandle<Object>> handles(@Nullable String typeName, @Nullable String filter) {
    LdapFilter parsed = filter == null ? null : LdapFilter.parse(filter);
    if (typeName != null) {
      return handles(Object.class, typeName, parsed);
    }
    Set<ServiceEntry> entries = new LinkedHashSet<>();
    for (String type : catalog.types()) {
      entries.addAll(catalog.candidates(type, parsed));
    }
    List<ServiceEntry> sorted = new ArrayList<>(entries);
    sorted.sort((one, other) -> one == other ? 0 : one.before(other) ? -1 : 1);
    List<ServiceHandle<Object>> handles = new ArrayList<>();
    for (ServiceEntry entry : sorted) {
      if (matches(entry, parsed, entry.types().get(0))) {
        handles.add(new CatalogHandle<>(this, Object.class, entry.types().get(0), entry));
      }
    }
    return List.copyOf(handles);
  }

  private <T> List<ServiceHandle<T>> handles(
      Class<T> type, String typeName, @Nullable LdapFilter filter) {
    List<ServiceHandle<T>> handles = new ArrayList<>();
    for (ServiceEntry entry : catalog.candidates(typeName, filter)) {
      if (matches(entry, filter, typeName)) {
        handles.add(new CatalogHandle<>(this, type, typeName, entry));
      }
    }
    return List.copyOf(handles);
  }

  /**
   * Whether a filter matches; where the descriptor can't tell, the plugin is activated and asked.
   */
  private boolean matches(ServiceEntry entry, @Nullable LdapFilter filter, String typeName) {
    if (filter == null) {
      return true;
    }
    Match match = entry.match(filter);
    if (match != Match.UNKNOWN) {
      return match == Match.TRUE;
    }
    try {
      return entry.resolve(Lookup.cause(this, typeName, filter)) != null
          && entry.match(filter) == Match.TRUE;
    } catch (dev.latent.api.PluginException e) {
      return false; // recorded with the plugin; it offers nothing now
    }
  }

  @Override
  public <T> Deferred<T> deferred(Class<T> type) {
    return new DeferredService<>(this, type, null);
  }

  @Override
  public <T> Deferred<T> deferred(Class<T> type, String filter) {
    return new DeferredService<>(this, type, LdapFilter.parse(filter));
  }

  @Override
  public <T> T proxy(Class<T> type) {
    return proxyOf(type, null);
  }

  @Override
  public <T> T proxy(Class<T> type, String filter) {
    return proxyOf(type, LdapFilter.parse(filter));
  }

  private <T> T proxyOf(Class<T> type, @Nullable LdapFilter filter) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          type.getName()
              + " is not an interface, so no proxy can be made for it. Use deferred("
              + type.getSimpleName()
              + ".class) instead.");
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            new ServiceProxy(new DeferredService<>(this, type, filter))));
  }

  @Override
  public <T> Subscription onChange(Class<T> type, Consumer<ServiceChange<T>> listener) {
    Subscription subscription = catalog.feed().listen(type, this, listener);
    catalog.watch(type.getName());
    return subscription;
  }

  @Override
  public <T> ServiceRegistration register(Class<T> type, T service, Map<String, ?> attributes) {
    Objects.requireNonNull(service, "service");
    if (!type.isInstance(service)) {
      throw new IllegalArgumentException(
          Lookup.mismatch(type, service, "the object to register") + " It can't be registered.");
    }
    return new CatalogRegistration(
        catalog, ActualServices.register(catalog, caller, type, service, attributes));
  }
}
