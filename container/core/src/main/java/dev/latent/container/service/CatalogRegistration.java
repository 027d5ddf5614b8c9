package dev.latent.container.service;

import dev.latent.api.ServiceRegistration;
import java.util.Map;

/** What somebody who registered a service holds. */
record CatalogRegistration(ServiceCatalog catalog, RegisteredEntry entry)
    implements ServiceRegistration {

  @Override
  public void attributes(Map<String, ?> attributes) {
    if (entry.gone()) {
      throw new IllegalStateException(
          "The service " + entry.types().get(0) + " was withdrawn; register it again.");
    }
    entry.attributes(attributes);
    ActualServices.modified(catalog, entry);
  }

  @Override
  public void close() {
    ActualServices.unregister(catalog, entry);
  }
}
