package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.ServiceOffer;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * Finds the registration that keeps a promise: it has all promised types, contradicts no promised
 * attribute, and of several it agrees with most of them. Stateless.
 */
public final class OfferMatch {

  /** No match; any other number is better. */
  private static final int NONE = -1;

  /** Attributes that the framework sets, or that say something about the clause only. */
  private static final Set<String> NOT_COMPARED =
      Set.of(
          Constants.OBJECTCLASS,
          Constants.SERVICE_ID,
          Constants.SERVICE_BUNDLEID,
          Constants.SERVICE_SCOPE,
          "component.id",
          "effective",
          "uses");

  private OfferMatch() {}

  /**
   * The registration of a bundle that fulfils an offer.
   *
   * @param bundle the bundle
   * @param offer an offer of its plugin
   * @param except registrations that only stand in for others
   * @return the reference; null if it registered no such service
   */
  public static @Nullable ServiceReference<?> find(
      Bundle bundle, ServiceOffer offer, Set<ServiceReference<?>> except) {
    ServiceReference<?>[] registered = bundle.getRegisteredServices();
    ServiceReference<?> best = null;
    int bestScore = NONE;
    if (registered != null) {
      for (ServiceReference<?> reference : registered) {
        int score = score(reference, offer);
        if (score > bestScore && !except.contains(reference)) {
          best = reference;
          bestScore = score;
        }
      }
    }
    return best;
  }

  /**
   * How well a registration fulfils an offer.
   *
   * @param reference the registration
   * @param offer the offer
   * @return the number of attributes that agree; negative if it does not fulfil it
   */
  public static int score(ServiceReference<?> reference, ServiceOffer offer) {
    if (!(reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types)
        || !List.of(types).containsAll(offer.types())) {
      return NONE;
    }
    int score = types.length == offer.types().size() ? 1 : 0;
    if (offer.component().isPresent()) {
      if (!offer.component().get().equals(reference.getProperty("component.name"))) {
        return NONE;
      }
      score++;
      // Each configuration of a component makes a service of its own.
      Object pid = offer.attributes().get(Constants.SERVICE_PID);
      if (pid != null && !pid.equals(reference.getProperty(Constants.SERVICE_PID))) {
        return NONE;
      }
    }
    for (Map.Entry<String, Object> attribute : offer.attributes().entrySet()) {
      Object actual = reference.getProperty(attribute.getKey());
      if (actual == null || NOT_COMPARED.contains(attribute.getKey())) {
        continue;
      }
      // A component's configuration may replace what its XML says.
      if (same(attribute.getValue(), actual)) {
        score += 2;
      } else if (offer.component().isEmpty()) {
        return NONE;
      }
    }
    return score;
  }

  private static boolean same(Object promised, Object actual) {
    return Objects.equals(promised, actual) || values(promised).equals(values(actual));
  }

  /** A value as texts, so that an array, a list and the single value of either agree. */
  private static List<String> values(Object value) {
    List<String> values = new ArrayList<>();
    if (value instanceof Collection<?> collection) {
      for (Object element : collection) {
        values.add(String.valueOf(element));
      }
    } else if (value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        values.add(String.valueOf(Array.get(value, i)));
      }
    } else {
      values.add(value.toString());
    }
    return values;
  }
}
