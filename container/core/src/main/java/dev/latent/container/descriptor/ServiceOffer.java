package dev.latent.container.descriptor;

import dev.latent.api.PluginKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service that a plugin promises in its descriptor. Immutable.
 *
 * <p>The offer of a component says what is registered <em>if</em> its conditions hold, which the
 * {@link ComponentDescription} of that name tells: configurations and references. A component that
 * is not enabled from the start makes no offer.
 *
 * @param kind the kind of plugin that the promise holds for: a jar may be bundle and module at once
 *     and promise the same service in both ways
 * @param source where the promise stands
 * @param where the place of it, for people, for example {@code OSGI-INF/pdf.xml}
 * @param types the service types, fully qualified names, at least one
 * @param attributes the attributes as filters see them, {@code objectClass} and {@code service.id}
 *     left out
 * @param ranking the {@code service.ranking}, 0 if not stated
 * @param scope {@code singleton}, {@code bundle} or {@code prototype}
 * @param provider the provider or component class, where it is stated
 * @param component the name of the component that offers it; empty for all other sources
 */
public record ServiceOffer(
    PluginKind kind,
    Source source,
    String where,
    List<String> types,
    Map<String, Object> attributes,
    int ranking,
    String scope,
    Optional<String> provider,
    Optional<String> component) {

  /** Written out, as that of a record is made at run time by its first use, in the first lookup. */
  @Override
  public int hashCode() {
    return (where.hashCode() * 31 + types.hashCode()) * 31 + component.hashCode();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ServiceOffer offer
            && kind == offer.kind
            && source == offer.source
            && ranking == offer.ranking
            && where.equals(offer.where)
            && types.equals(offer.types)
            && attributes.equals(offer.attributes)
            && scope.equals(offer.scope)
            && provider.equals(offer.provider)
            && component.equals(offer.component));
  }

  /** Makes an offer; collections are copied. */
  public ServiceOffer {
    types = List.copyOf(types);
    attributes = AttributeMap.copyOf(attributes);
  }

  /** Where a promise stands. */
  public enum Source {
    /** {@code Provide-Capability: osgi.service}. */
    SERVICE_CAPABILITY,
    /** Declarative Services XML. */
    COMPONENT_XML,
    /** {@code provides} in {@code module-info}. */
    MODULE_PROVIDES,
    /** A file in {@code META-INF/services}. */
    SERVICES_FILE,
    /** {@code Provide-Capability: osgi.serviceloader} with {@code register}. */
    SERVICE_LOADER_CAPABILITY
  }
}
