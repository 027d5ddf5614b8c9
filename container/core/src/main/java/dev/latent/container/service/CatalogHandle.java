package dev.latent.container.service;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginId;
import dev.latent.api.ServiceHandle;
import dev.latent.api.ServiceInstance;
import dev.latent.api.ServiceNotFoundException;
import dev.latent.api.admin.Problem;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ComponentRuntimes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service that somebody keeps. Holds an entry and never the object itself, so a handle that is
 * kept for years keeps no class of a plugin alive.
 */
final class CatalogHandle<T> implements ServiceHandle<T> {

  private final CallerServices caller;
  private final Class<T> type;
  private final String typeName;
  private volatile ServiceEntry entry;

  /**
   * The cell whose object was found to be of the type, so that this need not be asked each time.
   */
  private volatile @Nullable ServiceCell checked;

  CatalogHandle(CallerServices caller, Class<T> type, String typeName, ServiceEntry entry) {
    this.caller = caller;
    this.type = type;
    this.typeName = typeName;
    this.entry = entry;
  }

  @Override
  @SuppressWarnings("unchecked") // isInstance has said so
  public T get() {
    ServiceCell cell = checked;
    Object known = cell == null ? null : cell.object();
    return known != null ? (T) known : look();
  }

  @SuppressWarnings("unchecked") // as above
  private T look() {
    ServiceCell cell = entry.cell();
    Object known = cell == null ? null : cell.object();
    if (type.isInstance(known)) {
      checked = cell;
      return (T) known;
    }
    return resolve();
  }

  private T resolve() {
    caller.catalog().requireOpen();
    ServiceEntry current = current();
    RegisteredPlugin plugin = current.plugin();
    if (plugin != null && !current.active()) {
      caller.catalog().activations().verify(List.of(plugin));
      current = current(); // another one where the content had changed
    }
    Object service = current.resolve(Lookup.cause(caller, typeName + " through a handle", null));
    if (service == null) {
      ActivationException absent =
          new ActivationException(
              current.pluginId(),
              "Plugin "
                  + current.pluginId()
                  + " is active but does not have the service "
                  + typeName
                  + " now ("
                  + current.source()
                  + ").",
              null);
      if (current.promised()) {
        current.failed(absent);
      }
      throw absent;
    }
    if (!type.isInstance(service)) {
      throw new ActivationException(
          current.pluginId(),
          Lookup.mismatch(type, service, "the service of plugin " + current.pluginId()),
          null);
    }
    return type.cast(service);
  }

  /** The entry, found again where its plugin was updated. */
  private ServiceEntry current() {
    ServiceEntry known = entry;
    if (!known.gone()) {
      return known;
    }
    ServiceEntry again = successor(known);
    if (again == null) {
      throw new ServiceNotFoundException(
          known.pluginId(),
          "The service "
              + typeName
              + " is gone: "
              + (known.plugin() == null ? "the host" : "plugin " + known.pluginId())
              + lost(known)
              + " Look the service up again to get another one.",
          null);
    }
    entry = again;
    return again;
  }

  private String lost(ServiceEntry known) {
    if (!(known instanceof OfferEntry promised)) {
      return " withdrew it.";
    }
    String damage = damage(promised.plugin().reference().location());
    if (!damage.isEmpty()) {
      return damage;
    }
    if (ComponentRuntimes.missing(promised.plugin(), caller.catalog().plugins())) {
      return " " + ComponentRuntimes.needed() + ".";
    }
    return promised.offer().component() && caller.catalog().shown(promised.plugin())
        ? " offers it when the configuration and the references of its component are there ("
            + promised.source()
            + ")."
        : " has left the container, or its new version does not offer it any more.";
  }

  /** What is wrong with the content that the plugin was read from; empty if nothing is known. */
  private String damage(String location) {
    PluginSet plugins = caller.catalog().plugins();
    if (plugins.at(location) == null) {
      for (Problem problem : plugins.problems()) {
        if (problem.location().equals(location) && problem.severity() == Problem.Severity.ERROR) {
          return " can't be used any more, as " + location + " changed: " + problem.message();
        }
      }
    }
    return "";
  }

  /** What the new content of the same plugin offers in the place of an old offer. */
  private @Nullable ServiceEntry successor(ServiceEntry old) {
    if (!(old instanceof OfferEntry before)) {
      return null;
    }
    ServiceCatalog catalog = caller.catalog();
    ServiceEntry best = null;
    int most = -1;
    for (RegisteredPlugin plugin : catalog.plugins().named(before.pluginId().name())) {
      for (Offer stated : catalog.offersOf(plugin)) {
        if (stated.stated().types().contains(typeName)) {
          for (Offer offer : catalog.holding(stated)) {
            int likeness = likeness(before.offer(), offer);
            if (likeness > most) {
              most = likeness;
              best = catalog.entry(offer);
            }
          }
        }
      }
    }
    return best;
  }

  private static int likeness(Offer old, Offer offer) {
    return (offer.stated().component().equals(old.stated().component()) ? 4 : 0)
        + (samePid(old, offer) ? 4 : 0)
        + (offer.stated().provider().equals(old.stated().provider()) ? 2 : 0)
        + (offer.index() == old.index() ? 1 : 0);
  }

  /** Whether both were made for one configuration, or for none. */
  private static boolean samePid(Offer old, Offer offer) {
    return Objects.equals(
        old.stated().attributes().get("service.pid"),
        offer.stated().attributes().get("service.pid"));
  }

  @Override
  public Optional<T> peek() {
    Object known = entry.object();
    return type.isInstance(known) ? Optional.of(type.cast(known)) : Optional.empty();
  }

  @Override
  public ServiceInstance<T> newInstance() {
    caller.catalog().requireOpen();
    ServiceEntry current = current();
    ServiceInstance<Object> made =
        current.instance(Lookup.cause(caller, typeName + " through a handle", null));
    if (made == null || !type.isInstance(made.get())) {
      if (made != null) {
        made.close();
      }
      return new TypedInstance<>(new SharedInstance(get()), type);
    }
    return new TypedInstance<>(made, type);
  }

  private record TypedInstance<T>(ServiceInstance<Object> made, Class<T> type)
      implements ServiceInstance<T> {

    @Override
    public T get() {
      return type.cast(made.get());
    }

    @Override
    public void close() {
      made.close();
    }
  }

  ServiceEntry entry() {
    return entry;
  }

  @Override
  public String typeName() {
    return typeName;
  }

  @Override
  public PluginId plugin() {
    return entry.pluginId();
  }

  @Override
  public Map<String, Object> attributes() {
    return entry.allAttributes();
  }

  @Override
  public int ranking() {
    return entry.ranking();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CatalogHandle<?> handle
        && handle.entry.equals(entry)
        && handle.type == type
        && handle.typeName.equals(typeName);
  }

  @Override
  public int hashCode() {
    return typeName.hashCode() * 31 + plugin().hashCode();
  }

  @Override
  public String toString() {
    return typeName + " of " + plugin();
  }
}
