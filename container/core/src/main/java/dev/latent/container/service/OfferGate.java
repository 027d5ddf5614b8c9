package dev.latent.container.service;

import dev.latent.container.finder.Offer;

/**
 * Decides whether an offer holds at present, where that depends on more than its plugin: a
 * component is offered only while its configuration and its mandatory references are there.
 * Thread-safe.
 */
@FunctionalInterface
public interface OfferGate {

  /**
   * Decides on one offer. Called while candidates are gathered: fast, no foreign code, no lookup.
   *
   * @param offer the offer
   * @return whether it holds
   */
  Verdict verdict(Offer offer);

  /** What is known about an offer. */
  enum Verdict {
    /** It holds. */
    YES,
    /** It does not hold now. */
    NO,
    /**
     * Only its activation can tell; a lookup tries it and goes on to the next if it is not there.
     */
    UNKNOWN
  }
}
