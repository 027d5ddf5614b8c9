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
 * <p>A jar may be bundle and module at once; then it has the capabilities, requirements and offers
 * of both, and which of them hold depends on the kind it runs as.
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

  /**
   * The capabilities that hold when the plugin runs as one kind: those of the module for a layer,
   * all others for a bundle.
   *
   * @param kind the kind
   * @return the capabilities, in the order of the descriptor
   */
  public List<Capability> capabilities(PluginKind kind) {
    boolean layer = kind == PluginKind.LAYER;
    return capabilities.stream()
        .filter(capability -> capability.namespace().equals(Namespaces.MODULE) == layer)
        .toList();
  }

  /**
   * The requirements that hold when the plugin runs as one kind. For a layer these are the modules
   * that it requires; an automatic module states none, so its imported packages stand in for them.
   *
   * @param kind the kind
   * @return the requirements, in the order of the descriptor
   */
  public List<Requirement> requirements(PluginKind kind) {
    return requirements.stream()
        .filter(
            requirement ->
                kind == PluginKind.BUNDLE
                    ? !requirement.namespace().equals(Namespaces.MODULE)
                    : holdsForLayer(requirement))
        .toList();
  }

  private boolean holdsForLayer(Requirement requirement) {
    return requirement.namespace().equals(Namespaces.MODULE)
        || (module.automatic()
            && requirement.namespace().equals(Namespaces.PACKAGE)
            && !"dynamic".equals(requirement.directives().get("resolution")));
  }
}
