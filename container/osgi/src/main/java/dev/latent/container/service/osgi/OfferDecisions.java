package dev.latent.container.service.osgi;

import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a search for offers has to be told about the framework. Thread-safe. */
interface OfferDecisions {

  /**
   * The services of a component that the component runtime has registered, where it has decided
   * about it because the plugin is active.
   *
   * @param stated the offer of the component
   * @return what is registered, as offers; null if it has not decided
   */
  @Nullable List<Offer> present(Offer stated);

  /**
   * Where a plugin is, or would be, installed.
   *
   * @param plugin a bundle
   * @return its location
   */
  String locationOf(RegisteredPlugin plugin);
}
