package dev.latent.container.descriptor;

import dev.latent.api.PluginKind;
import dev.latent.api.PluginVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the services that a plugin promises, from every place where a standard lets it say so.
 *
 * <p>A service said twice is promised once. For bundles: an {@code osgi.service} capability whose
 * types are all among those of one component is the build tool's announcement of that component and
 * promises nothing of its own, since the XML says when and with which properties the service is
 * registered. For layers: {@code provides} and {@code META-INF/services} make the promise, and the
 * capability of the same jar only lends its attributes.
 */
final class ServiceOffers {

  private static final String OBJECT_CLASS = "objectClass";
  private static final String RANKING = "service.ranking";
  private static final String SCOPE = "service.scope";
  private static final String REGISTER = "register";
  private static final String LIFECYCLE = "dev.latent.api.PluginActivator";
  private static final String REGISTRAR = "osgi.serviceloader.registrar";

  private final ModuleFacts module;
  private final Map<String, List<String>> serviceFiles;
  private final List<Capability> capabilities;
  private final List<Requirement> requirements;
  private final List<ComponentDescription> components;
  private final List<ServiceOffer> offers = new ArrayList<>();

  ServiceOffers(
      ModuleFacts module,
      Map<String, List<String>> serviceFiles,
      List<Capability> capabilities,
      List<Requirement> requirements,
      List<ComponentDescription> components) {
    this.module = module;
    this.serviceFiles = serviceFiles;
    this.capabilities = capabilities;
    this.requirements = requirements;
    this.components = components;
  }

  List<ServiceOffer> collect(boolean bundle, Map<String, String> headers) throws DescriptorFault {
    if (bundle) {
      addComponents();
      addServiceCapabilities(PluginKind.BUNDLE, capabilities);
      addMediatedProviders(headers);
    }
    List<Capability> announced = bundle ? capabilities : providedCapabilities(headers);
    addModuleProviders(announced);
    if (provides(LIFECYCLE)) {
      addServiceCapabilities(PluginKind.LAYER, announced);
    }
    return offers;
  }

  /** A jar that is no bundle may still have the header, for the attributes of its services. */
  private static List<Capability> providedCapabilities(Map<String, String> headers)
      throws DescriptorFault {
    List<Capability> provided = new ArrayList<>();
    for (HeaderClause clause : HeaderParser.parse(headers, "Provide-Capability")) {
      for (String namespace : clause.paths()) {
        provided.add(new Capability(namespace, clause.attributes(), clause.directives()));
      }
    }
    return provided;
  }

  private void addComponents() {
    for (ComponentDescription component : components) {
      if (component.enabled()) {
        ServiceOffer offer = ComponentOffers.of(component);
        if (offer != null) {
          offers.add(offer);
        }
      }
    }
  }

  /** What an activator registers; of a module, only what it names no provider for. */
  private void addServiceCapabilities(PluginKind kind, List<Capability> announced) {
    for (Capability capability : announced) {
      if (!capability.namespace().equals(Namespaces.SERVICE)) {
        continue;
      }
      List<String> types = types(capability);
      if (!types.isEmpty()
          && !announcesComponent(types)
          && (kind == PluginKind.BUNDLE || types.stream().noneMatch(this::provides))) {
        offers.add(
            offer(
                kind,
                ServiceOffer.Source.SERVICE_CAPABILITY,
                ManifestReader.ENTRY,
                types,
                attributes(capability.attributes()),
                null));
      }
    }
  }

  /** Whether the module names a provider of a service. */
  private boolean provides(String service) {
    for (ModuleFacts.Provides each : module.provides()) {
      if (each.service().equals(service)) {
        return true;
      }
    }
    return false;
  }

  private boolean announcesComponent(List<String> types) {
    for (ComponentDescription component : components) {
      if (component.services().containsAll(types)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> types(Capability capability) {
    Object types = capability.attributes().get(OBJECT_CLASS);
    if (types instanceof List<?> list) {
      List<String> names = new ArrayList<>(list.size());
      for (Object name : list) {
        names.add(name.toString().trim());
      }
      return names;
    }
    if (types == null) {
      return List.of();
    }
    return atCommas(types.toString()); // written without a type, a list is one text
  }

  private static List<String> atCommas(String text) {
    List<String> names = new ArrayList<>();
    StringTokenizer parts = new StringTokenizer(text, ",");
    while (parts.hasMoreTokens()) {
      String name = parts.nextToken().trim();
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    return names;
  }

  /** Providers that an OSGi Service Loader mediator registers as services. */
  private void addMediatedProviders(Map<String, String> headers) {
    if (requiresRegistrar()) {
      for (Capability capability : capabilities) {
        if (capability.namespace().equals(Namespaces.SERVICE_LOADER)) {
          addMediated(capability);
        }
      }
    } else if (headers.containsKey("SPI-Provider")) {
      addProprietary(headers.getOrDefault("SPI-Provider", "").trim());
    }
  }

  private void addMediated(Capability capability) {
    Object type = capability.attributes().get(Namespaces.SERVICE_LOADER);
    String register = capability.directives().get(REGISTER);
    if (type == null) {
      return;
    }
    List<String> files = serviceFiles.getOrDefault(type.toString(), List.of());
    List<String> providers = register == null ? files : List.of(register.trim());
    for (String provider : providers) {
      if (!provider.isEmpty()) {
        offers.add(
            offer(
                PluginKind.BUNDLE,
                ServiceOffer.Source.SERVICE_LOADER_CAPABILITY,
                ManifestReader.ENTRY,
                List.of(type.toString()),
                attributes(capability.attributes()),
                provider));
      }
    }
  }

  /** The header of Apache Aries SPI Fly: {@code *} or the types whose providers it registers. */
  private void addProprietary(String header) {
    List<String> wanted = atCommas(header);
    serviceFiles.forEach(
        (type, providers) -> {
          if (header.equals("*") || wanted.contains(type)) {
            for (String provider : providers) {
              offers.add(
                  offer(
                      PluginKind.BUNDLE,
                      ServiceOffer.Source.SERVICE_LOADER_CAPABILITY,
                      ManifestReader.ENTRY + ", header SPI-Provider",
                      List.of(type),
                      Map.of(),
                      provider));
            }
          }
        });
  }

  private boolean requiresRegistrar() {
    Map<String, Object> registrar =
        AttributeMap.copyOf(
            Map.of(Namespaces.EXTENDER, REGISTRAR, "version", new PluginVersion(1, 0, 0, "")));
    for (Requirement requirement : requirements) {
      if (requirement.namespace().equals(Namespaces.EXTENDER)
          && requirement.filter() != null
          && LdapFilter.parse(requirement.filter()).matches(registrar)) {
        return true;
      }
    }
    return false;
  }

  private void addModuleProviders(List<Capability> announced) {
    ServiceOffer.Source source =
        module.automatic()
            ? ServiceOffer.Source.SERVICES_FILE
            : ServiceOffer.Source.MODULE_PROVIDES;
    for (ModuleFacts.Provides provides : module.provides()) {
      if (provides.service().equals(LIFECYCLE)) {
        continue; // for the container, and nothing that anybody could look up
      }
      for (String provider : provides.providers()) {
        offers.add(
            offer(
                PluginKind.LAYER,
                source,
                module.automatic() ? "META-INF/services/" + provides.service() : "module-info",
                List.of(provides.service()),
                lentAttributes(announced, provides.service(), provider),
                provider));
      }
    }
  }

  /** The attributes of the clause that speaks of this provider, else of this service. */
  private static Map<String, Object> lentAttributes(
      List<Capability> announced, String service, String provider) {
    Capability best = null;
    for (Capability capability : announced) {
      if (capability.namespace().equals(Namespaces.SERVICE_LOADER)
          && service.equals(capability.attributes().get(Namespaces.SERVICE_LOADER))) {
        String register = capability.directives().get(REGISTER);
        if (register != null && register.trim().equals(provider)) {
          return attributes(capability.attributes());
        }
        if (register == null && best == null) {
          best = capability;
        }
      }
    }
    for (Capability capability : announced) {
      if (best == null
          && capability.namespace().equals(Namespaces.SERVICE)
          && types(capability).contains(service)) {
        best = capability;
      }
    }
    return best == null ? Map.of() : attributes(best.attributes());
  }

  /** What is left for filters; names that begin with a dot are private by convention. */
  private static Map<String, Object> attributes(Map<String, Object> stated) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    stated.forEach(
        (name, value) -> {
          if (!name.equalsIgnoreCase(OBJECT_CLASS)
              && !name.equals(Namespaces.SERVICE_LOADER)
              && !name.equals("service.id")
              && !name.startsWith(".")) {
            attributes.put(name, name.equals(RANKING) ? ranking(value) : value);
          }
        });
    return attributes;
  }

  private static Object ranking(Object value) {
    try {
      return Integer.valueOf(value.toString().trim());
    } catch (NumberFormatException e) {
      return value; // a ranking that is no int counts as 0 and stays what it is
    }
  }

  private static ServiceOffer offer(
      PluginKind kind,
      ServiceOffer.Source source,
      String where,
      List<String> types,
      Map<String, Object> attributes,
      @Nullable String provider) {
    Object ranking = attributes.get(RANKING);
    Object scope = Objects.requireNonNullElse(attributes.get(SCOPE), "singleton");
    return new ServiceOffer(
        kind,
        source,
        where,
        types,
        attributes,
        ranking instanceof Integer number ? number : 0,
        scope.toString(),
        Optional.ofNullable(provider),
        Optional.empty());
  }
}
