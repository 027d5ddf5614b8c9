package dev.latent.container.service.osgi;

import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.Map;

/**
 * Stands in the place of a component's offer for one configuration of it. Immutable; identity is
 * equality, and the same object stands for the same configuration until that changes.
 */
final class ConfiguredOffer implements Offer {

  private final Offer stated;
  private final int part;
  private final ServiceOffer offer;

  /**
   * Makes an offer.
   *
   * @param stated what the plugin set gives
   * @param part its place among several
   * @param offer what the component registers with the configuration
   */
  ConfiguredOffer(Offer stated, int part, ServiceOffer offer) {
    this.stated = stated;
    this.part = part;
    this.offer = offer;
  }

  /** The offer that an offer stands for: itself where there is no configuration. */
  static Offer base(Offer offer) {
    return offer instanceof ConfiguredOffer configured ? configured.stated : offer;
  }

  @Override
  public RegisteredPlugin plugin() {
    return stated.plugin();
  }

  @Override
  public int index() {
    return stated.index();
  }

  @Override
  public int ranking() {
    return offer.ranking();
  }

  @Override
  public Map<String, Object> attributes() {
    return offer.attributes();
  }

  @Override
  public boolean component() {
    return true;
  }

  @Override
  public Object key() {
    return this;
  }

  @Override
  public int part() {
    return part;
  }

  @Override
  public ServiceOffer stated() {
    return offer;
  }

  @Override
  public String toString() {
    return stated + " configured as " + offer.attributes().get("service.pid");
  }
}
