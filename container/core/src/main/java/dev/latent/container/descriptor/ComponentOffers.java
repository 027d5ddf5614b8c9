package dev.latent.container.descriptor;

import dev.latent.api.PluginKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says which service a component registers, if its conditions hold, and with which attributes:
 * those that Felix's component runtime publishes on a framework of OSGi 8 or later, as far as they
 * do not change from run to run ({@code component.id} does).
 */
final class ComponentOffers {

  private static final String FACTORY = "org.osgi.service.component.ComponentFactory";

  private ComponentOffers() {}

  /** The offer; null for a component that registers nothing. */
  static @Nullable ServiceOffer of(ComponentDescription component) {
    return of(component, component.properties());
  }

  /** As above, with other properties than those of the XML. */
  static @Nullable ServiceOffer of(ComponentDescription component, Map<String, Object> all) {
    if (component.factory().isPresent()) {
      return offer(component, List.of(FACTORY), factoryAttributes(component), "singleton");
    }
    if (component.services().isEmpty()) {
      return null;
    }
    return offer(component, component.services(), attributes(component, all), component.scope());
  }

  /** Properties as published: those whose names begin with a dot are for the component alone. */
  private static Map<String, Object> attributes(
      ComponentDescription component, Map<String, Object> all) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    addPublic(attributes, all);
    attributes.put("component.name", component.name());
    // Also a component with one instance is registered through a factory, so that making it waits.
    attributes.put("service.scope", component.scope().equals("prototype") ? "prototype" : "bundle");
    return attributes;
  }

  private static Map<String, Object> factoryAttributes(ComponentDescription component) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    // Those too whose names begin with a dot: the runtime hides only those of components.
    attributes.putAll(component.factoryProperties());
    attributes.put("component.name", component.name());
    attributes.put("component.factory", component.factory().orElseThrow());
    attributes.put("service.scope", "singleton");
    return attributes;
  }

  private static void addPublic(Map<String, Object> attributes, Map<String, Object> properties) {
    properties.forEach(
        (name, value) -> {
          if (!name.startsWith(".")) {
            attributes.put(name, value);
          }
        });
  }

  private static ServiceOffer offer(
      ComponentDescription component,
      List<String> types,
      Map<String, Object> attributes,
      String scope) {
    return new ServiceOffer(
        PluginKind.BUNDLE,
        ServiceOffer.Source.COMPONENT_XML,
        component.where(),
        types,
        attributes,
        attributes.get("service.ranking") instanceof Integer ranking ? ranking : 0,
        scope,
        Optional.of(component.implementation()),
        Optional.of(component.name()));
  }
}
