package dev.latent.container.descriptor;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a plugin without loading a class. Immutable; made from jar bytes by {@link
 * DescriptorReader}, or decoded from the {@link DescriptorIndex}.
 *
 * @param id name and version
 * @param bundle whether it has {@code Bundle-SymbolicName} and so can run in an OSGi framework
 * @param headers the main attributes of the manifest
 * @param module what {@code module-info} says; for a jar without one what an automatic module would
 *     have
 * @param capabilities what it has, headers brought into generic form
 * @param requirements what it needs, headers brought into generic form
 * @param offers the services that it promises, in the order of the descriptor
 * @param components its Declarative Services components
 * @param policy what it states about its own activation
 */
public record PluginDescriptor(
    PluginId id,
    boolean bundle,
    Map<String, String> headers,
    ModuleFacts module,
    List<Capability> capabilities,
    List<Requirement> requirements,
    List<ServiceOffer> offers,
    List<ComponentDescription> components,
    Optional<StatedPolicy> policy) {

  /** Makes a descriptor; collections are copied, headers are found in any case. */
  public PluginDescriptor {
    headers = AttributeMap.copyOf(headers);
    capabilities = List.copyOf(capabilities);
    requirements = List.copyOf(requirements);
    offers = List.copyOf(offers);
    components = List.copyOf(components);
  }

  /**
   * The offers that hold when the plugin runs as one kind.
   *
   * @param kind the kind
   * @return the offers, in the order of the descriptor
   */
  public List<ServiceOffer> offers(PluginKind kind) {
    return offers.stream().filter(offer -> offer.kind() == kind).toList();
  }
}
