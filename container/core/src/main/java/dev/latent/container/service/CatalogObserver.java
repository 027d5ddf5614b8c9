package dev.latent.container.service;

import dev.latent.api.PluginServices;
import dev.latent.api.ServiceChange;
import dev.latent.container.activation.PluginStatus;
import dev.latent.container.activation.TransitionObserver;
import dev.latent.container.finder.RegisteredPlugin;

/**
 * Keeps a catalog true to the states of plugins: lets go of what a plugin that stops gave, and
 * tells who listens what can be found from now on, or can't any more.
 */
final class CatalogObserver implements TransitionObserver {

  private final ServiceCatalog catalog;

  CatalogObserver(ServiceCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public void changed(RegisteredPlugin plugin, PluginStatus from, PluginStatus to) {
    switch (to.state()) {
      case STOPPING, FAILED -> {
        withdrawRegistered(plugin);
        catalog.forget();
        if (!from.withdrawn() && !catalog.leaves(plugin)) {
          catalog.tell(ServiceChange.Kind.REMOVED, plugin);
        }
        release(plugin);
        catalog.reconsider(plugin);
      }
      case ACTIVE -> {
        catalog.forget();
        catalog.reconsider(plugin);
        if (from.withdrawn()) {
          catalog.tell(ServiceChange.Kind.ADDED, plugin);
        }
      }
      case REGISTERED -> {
        release(plugin);
        catalog.forget();
        catalog.reconsider(plugin);
        if (!catalog.activations().closing() && catalog.shown(plugin)) {
          catalog.tell(ServiceChange.Kind.ADDED, plugin);
        }
      }
      case DISABLED, QUARANTINED -> catalog.forget(); // who did that tells the listeners
      case UNREGISTERED -> {
        catalog.entries().remove(plugin);
        catalog.left(plugin);
        catalog.forget();
      }
      case ACTIVATING -> {
        // nothing can be found now that could not before
      }
    }
  }

  /** Lets go of all objects of a plugin that stopped. */
  private void release(RegisteredPlugin plugin) {
    for (OfferEntry entry : catalog.entries().offered(plugin)) {
      entry.reset();
    }
    PluginServices caller = catalog.removeCaller(plugin);
    if (caller != null) {
      catalog.feed().removeAll(caller);
    }
  }

  private void withdrawRegistered(RegisteredPlugin plugin) {
    for (RegisteredEntry entry : catalog.entries().registered()) {
      if (plugin.equals(entry.plugin())) {
        ActualServices.unregister(catalog, entry);
      }
    }
  }
}
