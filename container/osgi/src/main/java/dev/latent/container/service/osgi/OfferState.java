package dev.latent.container.service.osgi;

import dev.latent.container.finder.Offer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What components offer at one moment. Not changed once it is published.
 *
 * @param generation counts the publications
 * @param holding for each stated offer that was followed those that hold in its place
 * @param made those that were made for configurations, whether they hold or not
 * @param decided the stated offers about which the component runtime has decided
 * @param watched the types that any of them needs; null among them for all types
 * @param configurable whether any of them may be configured
 * @param undecided for stated offers those of which it is not known whether they hold
 */
record OfferState(
    long generation,
    Map<Offer, List<Offer>> holding,
    Map<Offer, List<Offer>> made,
    Set<Offer> decided,
    Set<@Nullable String> watched,
    boolean configurable,
    Map<Offer, List<Offer>> undecided) {

  static final OfferState EMPTY =
      new OfferState(0, Map.of(), Map.of(), Set.of(), Collections.emptySet(), false, Map.of());

  /** The offers that were made for configurations of a component. */
  List<Offer> made(Offer stated) {
    return made.getOrDefault(stated, List.of());
  }

  /** Whether a service of any of these types may make a difference. */
  boolean concerns(List<String> types) {
    if (watched.contains(null)) {
      return true;
    }
    for (String type : types) {
      if (watched.contains(type)) {
        return true;
      }
    }
    return false;
  }
}
