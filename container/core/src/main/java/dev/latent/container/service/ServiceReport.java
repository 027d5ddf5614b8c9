package dev.latent.container.service;

import dev.latent.api.PluginState;
import dev.latent.api.admin.Problem;
import dev.latent.api.admin.ServiceSnapshot;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What operators are told of the services of a catalog. Activates nothing. */
final class ServiceReport {

  private ServiceReport() {}

  static List<ServiceSnapshot> snapshots(ServiceCatalog catalog, RegisteredPlugin plugin) {
    boolean active = catalog.activations().status(plugin).state() == PluginState.ACTIVE;
    List<ServiceEntry> entries = new ArrayList<>();
    for (Offer stated : catalog.offersOf(plugin)) {
      List<Offer> holding = catalog.holding(stated);
      for (Offer offer : holding.isEmpty() ? List.of(stated) : holding) {
        entries.add(catalog.entry(offer));
      }
    }
    for (ServiceEntry entry : catalog.entries().touched(plugin)) {
      if (!(entry instanceof OfferEntry)) {
        entries.add(entry);
      }
    }
    List<ServiceSnapshot> snapshots = new ArrayList<>();
    for (ServiceEntry entry : entries) {
      snapshots.add(
          new ServiceSnapshot(
              entry.types(),
              plugin.id(),
              entry.ranking(),
              entry.attributes(),
              entry.source(),
              active));
    }
    return List.copyOf(snapshots);
  }

  static List<Problem> failures(ServiceCatalog catalog) {
    List<Problem> problems = new ArrayList<>();
    for (OfferEntry entry : catalog.entries().failed()) {
      String failure = entry.failure();
      if (failure != null) {
        problems.add(
            new Problem(
                "service.failed",
                Problem.Severity.ERROR,
                entry.plugin().reference().location(),
                Optional.of(entry.pluginId()),
                failure));
      }
    }
    return List.copyOf(problems);
  }
}
