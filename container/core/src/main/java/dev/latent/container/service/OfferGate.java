package dev.latent.container.service;

import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which services components offer at present: a component may offer none, one, or one for
 * each of its configurations, as configurations and other services come and go. Asked about offers
 * of components only. Thread-safe.
 */
public interface OfferGate {

  /**
   * The offers that hold now in the place of one that a component states. Called while candidates
   * are gathered: fast, no foreign code, no lookup.
   *
   * @param stated the offer as the plugin set gives it
   * @return the offer itself, others of the same plugin and index in its place, or none
   */
  List<Offer> holding(Offer stated);

  /**
   * Makes sure that what decides about offers is known: reads configurations and asks for what only
   * an activation can tell. Called before candidates are gathered for a lookup, with no lock held.
   *
   * @param stated offers as the plugin set gives them
   * @param filter of the lookup: what does not match it need not be found out; null for none
   * @return whether nothing is left that a lookup with another filter would have to find out
   */
  boolean prepare(List<Offer> stated, @Nullable LdapFilter filter);

  /**
   * Takes note that what plugins offer may have changed for another reason than this gate, and
   * tells through {@link ServicePort#gateChanged} what follows for others.
   *
   * @param plugin the plugin that came into service or went out of it; null for a change of the
   *     plugin set
   */
  void reconsider(@Nullable RegisteredPlugin plugin);
}
