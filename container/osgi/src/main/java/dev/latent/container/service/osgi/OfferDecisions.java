package dev.latent.container.service.osgi;

import dev.latent.container.descriptor.Match;
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
   * Whether a plugin would be shown a service of another as one of a type that it knows, as both
   * have the same copy of its package.
   *
   * @param consumer who needs it
   * @param provider who offers it; null for the host
   * @param type the service type
   * @return unknown where only the framework could tell, and is not up
   */
  Match sameCopy(RegisteredPlugin consumer, @Nullable RegisteredPlugin provider, String type);

  /**
   * Whether the framework is up, so that it is known what it registers by itself.
   *
   * @return false before it is booted for the first time
   */
  boolean frameworkKnown();

  /**
   * Where a plugin is, or would be, installed.
   *
   * @param plugin a bundle
   * @return its location
   */
  String locationOf(RegisteredPlugin plugin);
}
