package dev.latent.container.service;

import dev.latent.api.ServiceInstance;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service as a bridge sees it, from when it can be given out until it can't. */
final class CatalogBridgedService implements BridgedService {

  private final ServiceEntry entry;

  private CatalogBridgedService(ServiceEntry entry) {
    this.entry = entry;
  }

  /** The one object for an entry, until it was told that the entry is gone. */
  static CatalogBridgedService of(ServiceEntry entry) {
    synchronized (entry) {
      CatalogBridgedService known = entry.bridged();
      if (known == null) {
        known = new CatalogBridgedService(entry);
        entry.bridged(known);
      }
      return known;
    }
  }

  @Override
  public @Nullable RegisteredPlugin plugin() {
    return entry.plugin();
  }

  @Override
  public @Nullable Offer offer() {
    return entry instanceof OfferEntry promised ? promised.offer() : null;
  }

  @Override
  public List<String> types() {
    return entry.types();
  }

  @Override
  public Map<String, Object> attributes() {
    return entry.attributes();
  }

  @Override
  public int ranking() {
    return entry.ranking();
  }

  @Override
  public String scope() {
    return entry.scope();
  }

  @Override
  public boolean active() {
    return entry.active();
  }

  @Override
  public Match match(LdapFilter filter) {
    return entry.match(filter);
  }

  @Override
  public @Nullable Object get(String cause) {
    Object known = entry.object();
    return known != null ? known : entry.resolve(new ActivationCause(cause));
  }

  @Override
  public @Nullable ServiceInstance<Object> instance(String cause) {
    return entry.instance(new ActivationCause(cause));
  }

  @Override
  public String toString() {
    return entry.types() + " of " + entry.pluginId();
  }
}
