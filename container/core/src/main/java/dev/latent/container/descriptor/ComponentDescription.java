package dev.latent.container.descriptor;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A component as Declarative Services XML of versions 1.0 to 1.5 describes it, as far as it decides
 * which services are offered and which references are needed. Immutable.
 *
 * @param name the component name; the class name where none is given
 * @param implementation the implementation class
 * @param enabled whether it is enabled from the start
 * @param immediate the stated {@code immediate}; empty if not stated
 * @param factory the component factory id, if it is one
 * @param configurationPolicy {@code optional}, {@code require} or {@code ignore}
 * @param configurationPids the configuration PIDs, {@code $} replaced by the name
 * @param services the service types it offers; empty for none
 * @param scope {@code singleton}, {@code bundle} or {@code prototype}
 * @param properties properties from XML and property files and the target filters of the
 *     references, typed: {@code String}, {@code Boolean}, {@code Character}, a boxed number, or for
 *     several values the array ({@code String[]}, {@code int[]} and so on) that the component
 *     runtime publishes
 * @param factoryProperties the same for component factories
 * @param references its references, in document order
 * @param namespace the version of the schema, for example {@code v1.4.0}; {@code v1.0.0} without
 *     one
 * @param where the entry in the jar it was read from
 */
public record ComponentDescription(
    String name,
    String implementation,
    boolean enabled,
    Optional<Boolean> immediate,
    Optional<String> factory,
    String configurationPolicy,
    List<String> configurationPids,
    List<String> services,
    String scope,
    Map<String, Object> properties,
    Map<String, Object> factoryProperties,
    List<Reference> references,
    String namespace,
    String where) {

  /**
   * The name of the reference to a condition that the component runtime gives to every component.
   */
  public static final String CONDITION = "osgi.ds.satisfying.condition";

  /** The target of that reference where nothing else is said; the framework satisfies it. */
  public static final String TRUE_CONDITION = "(osgi.condition.id=true)";

  /** Makes a description; collections are copied. */
  public ComponentDescription {
    configurationPids = List.copyOf(configurationPids);
    services = List.copyOf(services);
    properties = AttributeMap.copyOf(properties);
    factoryProperties = AttributeMap.copyOf(factoryProperties);
    references = List.copyOf(references);
  }

  /**
   * The service that it registers if the properties of its XML are replaced by others, as a
   * configuration does.
   *
   * @param all the properties, those of the XML included that still hold
   * @return the offer; empty if it registers none
   */
  public Optional<ServiceOffer> offer(Map<String, Object> all) {
    return Optional.ofNullable(ComponentOffers.of(this, all));
  }

  /**
   * A reference to a service.
   *
   * @param name its name
   * @param type the service type
   * @param cardinality {@code 0..1}, {@code 1..1}, {@code 0..n} or {@code 1..n}
   * @param isStatic whether its policy is static
   * @param isGreedy whether its policy option is greedy
   * @param target the target filter, if any; a property {@code <name>.target} of the XML already
   *     counted, one of a configuration has to be put on top
   * @param scope the reference scope
   */
  public record Reference(
      String name,
      String type,
      String cardinality,
      boolean isStatic,
      boolean isGreedy,
      Optional<String> target,
      String scope) {

    /**
     * Whether the component can't be satisfied without it.
     *
     * @return true for a cardinality of at least one
     */
    public boolean mandatory() {
      return cardinality.startsWith("1");
    }
  }
}
