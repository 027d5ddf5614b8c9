package dev.latent.container.service.osgi;

import dev.latent.container.descriptor.LdapFilter;
import dev.latent.container.descriptor.Match;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.service.BridgedService;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks up, listens for or tracks.
 *
 * @param filter what it has to match; null for all services
 */
record Wanted(@Nullable LdapFilter filter) implements Predicate<Offer> {

  private static final String OBJECT_CLASS = "objectClass";

  /** Given by the framework or the component runtime, in lower case: nobody can ask for them. */
  private static final Set<String> NUMBERS =
      Set.of("service.id", "service.bundleid", "service.scope", "component.id");

  /** Whether an offer of a component, all of whose properties are known, may be wanted. */
  @Override
  public boolean test(Offer offer) {
    LdapFilter wanted = filter;
    return wanted == null
        || wanted.evaluate(seen(offer.attributes(), offer.stated().types()), name -> isNumber(name))
            != Match.FALSE;
  }

  /** The one type that a service must have; empty if the filter does not say. */
  Optional<String> type() {
    LdapFilter wanted = filter;
    return wanted == null ? Optional.empty() : wanted.requiredText(OBJECT_CLASS);
  }

  /**
   * Whether only the properties that a plugin does not announce decide whether its service is
   * wanted.
   */
  boolean dependsOnUnannounced(BridgedService service) {
    LdapFilter wanted = filter;
    Offer offer = service.offer();
    if (wanted == null || offer == null || service.active() || !mayHaveMore(offer)) {
      return false;
    }
    Map<String, Object> seen = seen(service.attributes(), service.types());
    return wanted.evaluate(seen, name -> !isNumber(name) && !seen.containsKey(name))
        == Match.UNKNOWN;
  }

  /** Whether a service may be registered with more properties than its plugin announces. */
  static boolean mayHaveMore(Offer offer) {
    return offer.stated().source() == ServiceOffer.Source.SERVICE_CAPABILITY;
  }

  static boolean isNumber(String name) {
    return NUMBERS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static Map<String, Object> seen(
      Map<String, Object> attributes, Collection<String> types) {
    Map<String, Object> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    seen.putAll(attributes);
    seen.put(OBJECT_CLASS, types);
    return seen;
  }
}
