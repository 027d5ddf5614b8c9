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

  /** The plugin whose services alone are seen, and what sees all; null for that itself. */
  private final @Nullable OneOffering only;

  private final @Nullable CallerServices all;

  CallerServices(ServiceCatalog catalog, @Nullable RegisteredPlugin caller) {
    this.catalog = catalog;
    this.caller = caller;
    this.only = null;
    this.all = null;
  }

  private CallerServices(CallerServices all, OneOffering only) {
    this.catalog = all.catalog;
    this.caller = all.caller;
    this.only = only;
    this.all = all;
  }

  ServiceCatalog catalog() {
    return catalog;
  }

  /** What was found before; nothing where it has to be noted who is given it. */
  private Epoch answers() {
    return only != null || (caller != null && catalog.notesKeepers())
        ? new Epoch()
        : catalog.epoch();
  }

  /** Whether no service is hidden, because it is not of the plugin that was asked for. */
  boolean seesAll() {
    return only == null;
  }

  /** The plugin that was asked for; null for all. */
  @Nullable OneOffering only() {
    return only;
  }

  boolean sees(ServiceEntry entry) {
    return only == null || only.sees(entry);
  }

  /** The lookup that sees the services of all plugins. */
  CallerServices whole() {
    return all == null ? this : all;
  }

  /** The services of a type that this lookup sees, best first. */
  List<ServiceEntry> candidates(String typeName, @Nullable LdapFilter filter) {
    return seen(catalog.candidates(typeName, filter));
  }

  /** As {@link #candidates}, by what is known already; activates nothing. */
  List<ServiceEntry> present(String typeName) {
    return seen(catalog.present(typeName));
  }

  private List<ServiceEntry> seen(List<ServiceEntry> candidates) {
    return only == null ? candidates : only.seen(candidates);
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
    return known != null
        ? (Optional<T>) known
        : new Lookup<>(this, type, type.getName(), null).find();
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public <T> Optional<T> find(Class<T> type, String filter) {
    Optional<?> known = answers().found(type, filter);
    return known != null
        ? (Optional<T>) known
        : new Lookup<>(this, type, type.getName(), LdapFilter.parse(filter)).find();
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public <T> T require(Class<T> type) {
    Optional<?> known = answers().found(type);
    return known != null && known.isPresent()
        ? (T) known.get()
        : new Lookup<>(this, type, type.getName(), null).require();
  }

  @Override
  @SuppressWarnings("unchecked") // as above
  public <T> T require(Class<T> type, String filter) {
    Optional<?> known = answers().found(type, filter);
    return known != null && known.isPresent()
        ? (T) known.get()
        : new Lookup<>(this, type, type.getName(), LdapFilter.parse(filter)).require();
  }

  @Override
  public Optional<Object> find(String typeName, @Nullable String filter) {
    return named(typeName, filter).find();
  }

  @Override
  public Object require(String typeName, @Nullable String filter) {
    return named(typeName, filter).require();
  }

  private Lookup<Object> named(String typeName, @Nullable String filter) {
    Objects.requireNonNull(typeName, "typeName");
    return new Lookup<>(this, Object.class, typeName, parsed(filter));
  }

  private static @Nullable LdapFilter parsed(@Nullable String filter) {
    return filter == null ? null : LdapFilter.parse(filter);
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
    catalog.requireOpen();
    LdapFilter parsed = parsed(filter);
    if (typeName != null) {
      return handles(Object.class, typeName, parsed);
    }
    Set<ServiceEntry> entries = new LinkedHashSet<>();
    for (String type : catalog.types()) {
      entries.addAll(candidates(type, parsed));
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
    catalog.requireOpen();
    List<ServiceHandle<T>> handles = new ArrayList<>();
    for (ServiceEntry entry : candidates(typeName, filter)) {
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
    return new DeferredService<>(this, type, type.getName(), null);
  }

  @Override
  public <T> Deferred<T> deferred(Class<T> type, String filter) {
    return new DeferredService<>(this, type, type.getName(), LdapFilter.parse(filter));
  }

  @Override
  public Deferred<Object> deferred(String typeName, @Nullable String filter) {
    Objects.requireNonNull(typeName, "typeName");
    return new DeferredService<>(this, Object.class, typeName, parsed(filter));
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
            new ServiceProxy(new DeferredService<>(this, type, type.getName(), filter))));
  }

  @Override
  public <T> Subscription onChange(Class<T> type, Consumer<ServiceChange<T>> listener) {
    return listen(type, type.getName(), listener);
  }

  @Override
  public Subscription onChange(String typeName, Consumer<ServiceChange<Object>> listener) {
    Objects.requireNonNull(typeName, "typeName");
    return listen(Object.class, typeName, listener);
  }

  private <T> Subscription listen(
      Class<T> type, String typeName, Consumer<ServiceChange<T>> listener) {
    catalog.requireOpen();
    Subscription subscription = catalog.feed().listen(type, typeName, this, listener);
    catalog.watch(typeName);
    return subscription;
  }

  @Override
  public PluginServices of(String plugin) {
    catalog.requireOpen();
    return new CallerServices(whole(), OneOffering.parse(plugin));
  }

  @Override
  public <T> ServiceRegistration register(Class<T> type, T service, Map<String, ?> attributes) {
    catalog.requireOpen();
    Objects.requireNonNull(service, "service");
    if (only != null) {
      throw new UnsupportedOperationException(
          "This lookup is limited to the services of plugin "
              + only
              + "; register services without of(…).");
    }
    if (!type.isInstance(service)) {
      throw new IllegalArgumentException(
          Lookup.mismatch(type, service, "the object to register") + " It can't be registered.");
    }
    return new CatalogRegistration(
        catalog, ActualServices.register(catalog, caller, type, service, attributes));
  }
}
