package dev.latent.container.service.osgi;

import dev.latent.container.descriptor.AttributeMap;
import dev.latent.container.finder.Offer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One service that would be there if its needs were met. Used by one search, on one thread. */
final class OfferInstance {

  private final Offer offer;
  private final Map<String, Object> attributes;
  private final List<ServiceNeed> needs;
  private boolean there;
  private boolean possible;

  OfferInstance(Offer offer, List<ServiceNeed> needs, boolean there) {
    this.offer = offer;
    this.needs = needs;
    this.there = there;
    this.possible = there;
    Map<String, Object> seen = new LinkedHashMap<>(offer.attributes());
    seen.put("objectClass", offer.stated().types().toArray(new String[0]));
    attributes = AttributeMap.copyOf(seen);
  }

  Offer offer() {
    return offer;
  }

  List<ServiceNeed> needs() {
    return needs;
  }

  /** Whether all its needs are met for certain. */
  boolean there() {
    return there;
  }

  void comes() {
    there = true;
    possible = true;
  }

  /** Whether its needs would be met if all that is unknown turned out well. */
  boolean possible() {
    return possible;
  }

  void mayCome() {
    possible = true;
  }

  /** Whether only what is unknown decides about it. */
  boolean undecided() {
    return possible && !there;
  }

  boolean serves(ServiceNeed need) {
    return !need.impossible()
        && (!need.prototype() || offer.stated().scope().equals("prototype"))
        && (need.target() == null || need.target().matches(attributes));
  }
}
