package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;

/**
 * A component while its XML is read. The rules of each version of Declarative Services are checked
 * at the end, and with them the defaults of that version are filled in.
 */
final class ComponentDraft {

  private static final String NO_REFERENCE_SCOPE = "bundle";

  private record DraftReference(
      @Nullable String name,
      @Nullable String type,
      @Nullable String cardinality,
      @Nullable String policy,
      @Nullable String policyOption,
      @Nullable String target,
      @Nullable String scope) {}

  private final String version;
  private final String entry;
  private final String where;
  private final @Nullable String name;
  private final boolean enabled;
  private final @Nullable String immediate;
  private final @Nullable String factory;
  private final @Nullable String configurationPolicy;
  private final @Nullable String configurationPid;
  private final @Nullable String init;
  private final List<String> implementations = new ArrayList<>();
  private boolean implementationWithoutClass;
  private int serviceElements;
  private @Nullable String serviceFactory;
  private @Nullable String serviceScope;
  private final List<@Nullable String> provided = new ArrayList<>();
  private final List<ComponentProperty> properties = new ArrayList<>();
  private final List<ComponentProperty> factoryProperties = new ArrayList<>();
  private final List<DraftReference> references = new ArrayList<>();
  private final List<DescriptorFault> doubts = new ArrayList<>();

  ComponentDraft(String version, String entry, String where, Attributes attributes) {
    this.version = version;
    this.entry = entry;
    this.where = where;
    name = attributes.getValue("", "name");
    String enabledText = attributes.getValue("", "enabled");
    enabled = enabledText == null || enabledText.equals("true");
    immediate = attributes.getValue("", "immediate");
    factory = attributes.getValue("", "factory");
    configurationPolicy = attributes.getValue("", "configuration-policy");
    configurationPid = attributes.getValue("", "configuration-pid");
    init = attributes.getValue("", "init");
  }

  void implementation(@Nullable String type) {
    if (type == null) {
      implementationWithoutClass = true;
    } else {
      implementations.add(type);
    }
  }

  void property(ComponentProperty property, boolean forFactory) {
    (forFactory ? factoryProperties : properties).add(property);
  }

  void service(Attributes attributes) {
    serviceElements++;
    serviceFactory = attributes.getValue("", "servicefactory");
    serviceScope = attributes.getValue("", "scope");
  }

  void provide(@Nullable String type) {
    provided.add(type);
  }

  void reference(Attributes attributes) {
    String target = attributes.getValue("", "target");
    if (target != null && !atLeast("v1.5.0")) {
      // A property that competes with others, of which the last one counts; since 1.5 the weakest.
      String shown = attributes.getValue("", "name");
      String of = shown == null ? attributes.getValue("", "interface") : shown;
      properties.add(new ComponentProperty(of + ".target", "String", target));
    }
    references.add(
        new DraftReference(
            attributes.getValue("", "name"),
            attributes.getValue("", "interface"),
            attributes.getValue("", "cardinality"),
            attributes.getValue("", "policy"),
            attributes.getValue("", "policy-option"),
            target,
            attributes.getValue("", "scope")));
  }

  /** Checks the rules and fills in the defaults. */
  ComponentDescription finish() throws DescriptorFault {
    if (implementations.size() != 1 || implementationWithoutClass) {
      throw fault(
          implementations.isEmpty()
              ? "it has no <implementation class=\"…\"/>"
              : "it has more than one <implementation>");
    }
    String implementation = implementations.get(0);
    if (name == null && !atLeast("v1.1.0")) {
      throw fault("a component of version 1.0 must have a name");
    }
    String finalName = name == null ? implementation : name;
    Map<String, Object> finalProperties = finishProperties(properties);
    List<ComponentDescription.Reference> finalReferences = finishReferences(finalProperties);
    String scope = scope();
    checkKind(scope);
    return new ComponentDescription(
        finalName,
        implementation,
        enabled,
        Optional.ofNullable(immediate).map("true"::equals),
        Optional.ofNullable(factory),
        policy(),
        pids(finalName),
        services(),
        scope,
        withTargets(finalProperties, finalReferences),
        factoryProperties(),
        finalReferences,
        version,
        entry);
  }

  private boolean atLeast(String wanted) {
    return ComponentNamespaces.atLeast(version, wanted);
  }

  private DescriptorFault fault(String why) {
    String subject =
        name != null ? name : implementations.isEmpty() ? "without a name" : implementations.get(0);
    return new DescriptorFault(
        "component.invalid",
        where
            + ": the component "
            + subject
            + " breaks a rule of Declarative Services "
            + version.substring(1, 4)
            + ": "
            + why
            + ". It will not exist; correct the file, or what generates it.");
  }

  private String policy() throws DescriptorFault {
    return configurationPolicy == null
        ? "optional"
        : oneOf(
            "configuration-policy",
            "v1.1.0",
            configurationPolicy,
            List.of("optional", "require", "ignore"));
  }

  private String oneOf(String attribute, String since, String value, List<String> allowed)
      throws DescriptorFault {
    checkSince(attribute, since);
    if (!allowed.contains(value)) {
      throw fault(attribute + "=\"" + value + "\" is none of " + String.join(", ", allowed));
    }
    return value;
  }

  private void checkSince(String attribute, String since) throws DescriptorFault {
    if (!atLeast(since)) {
      throw fault(attribute + " needs version " + since.substring(1, 4) + " or later");
    }
  }

  private List<String> pids(String finalName) throws DescriptorFault {
    if (configurationPid == null) {
      return List.of(finalName);
    }
    checkSince("configuration-pid", "v1.2.0");
    List<String> pids = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(configurationPid, " ");
    while (tokens.hasMoreTokens()) {
      String pid = tokens.nextToken();
      if (pid.equals("$")) {
        checkSince("'$' as configuration-pid", "v1.3.0");
        pid = finalName;
      }
      if (pids.contains(pid)) {
        throw fault("configuration-pid names " + pid + " twice");
      }
      pids.add(pid);
    }
    if (pids.isEmpty()) {
      throw fault("configuration-pid is empty");
    }
    if (pids.size() > 1) {
      checkSince("more than one configuration-pid", "v1.3.0");
    }
    return pids;
  }

  private Map<String, Object> finishProperties(List<ComponentProperty> stated)
      throws DescriptorFault {
    Map<String, Object> finished = new LinkedHashMap<>();
    for (ComponentProperty property : stated) {
      if (property.name() == null) {
        throw fault("a <property> has no name");
      }
      String wrong = atLeast("v1.1.0") ? "Char" : "Character";
      if (property.type().equals(wrong)) {
        throw fault("property " + property.name() + " has the type " + wrong);
      }
      try {
        finished.put(property.name(), property.typed());
      } catch (IllegalArgumentException e) {
        throw fault(
            "property "
                + property.name()
                + " can't be read as "
                + property.type()
                + ": "
                + e.getMessage());
      }
    }
    return finished;
  }

  private Map<String, Object> factoryProperties() throws DescriptorFault {
    if (factoryProperties.isEmpty()) {
      return Map.of();
    }
    checkSince("<factory-property>", "v1.4.0");
    return factory == null ? Map.of() : finishProperties(factoryProperties);
  }

  private List<String> services() throws DescriptorFault {
    if (serviceElements > 1) {
      throw fault("it has more than one <service>");
    }
    List<String> services = new ArrayList<>();
    for (String type : provided) {
      if (type == null) {
        throw fault("a <provide> has no interface");
      }
      services.add(type);
    }
    if (serviceElements == 1 && services.isEmpty()) {
      throw fault("its <service> has no <provide>");
    }
    return services;
  }

  private String scope() throws DescriptorFault {
    if (serviceScope == null) {
      return "true".equals(serviceFactory) ? "bundle" : "singleton";
    }
    if (serviceFactory != null) {
      throw fault("its <service> has both scope and servicefactory");
    }
    return oneOf("scope", "v1.3.0", serviceScope, List.of("singleton", "bundle", "prototype"));
  }

  private void checkKind(String scope) throws DescriptorFault {
    if ("true".equals(immediate) && factory != null) {
      throw fault("a component factory can't be immediate");
    }
    if (immediate != null && !immediate.equals("true") && serviceElements == 0 && factory == null) {
      throw fault("a component that is not immediate must offer a service or be a factory");
    }
    boolean isImmediate = immediate == null ? serviceElements == 0 : immediate.equals("true");
    if (serviceElements > 0 && !scope.equals("singleton") && (factory != null || isImmediate)) {
      throw fault("scope " + scope + " is not for component factories and immediate components");
    }
    if (init != null) {
      checkSince("init", "v1.4.0");
    }
  }

  private List<ComponentDescription.Reference> finishReferences(Map<String, Object> properties)
      throws DescriptorFault {
    List<ComponentDescription.Reference> finished = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (DraftReference reference : references) {
      ComponentDescription.Reference made = finish(reference, properties);
      if (!names.add(made.name())) {
        throw fault("two references have the name " + made.name());
      }
      finished.add(made);
    }
    return finished;
  }

  private ComponentDescription.Reference finish(
      DraftReference reference, Map<String, Object> properties) throws DescriptorFault {
    if (reference.type() == null) {
      throw fault("a <reference> has no interface");
    }
    if (reference.name() == null && !atLeast("v1.1.0")) {
      throw fault("a reference of version 1.0 must have a name");
    }
    String referenceName = reference.name() == null ? reference.type() : reference.name();
    String cardinality =
        oneOf(
            "cardinality",
            "v1.0.0",
            reference.cardinality() == null ? "1..1" : reference.cardinality(),
            List.of("0..1", "1..1", "0..n", "1..n"));
    String policy =
        oneOf(
            "policy",
            "v1.0.0",
            reference.policy() == null ? "static" : reference.policy(),
            List.of("static", "dynamic"));
    String option = reference.policyOption() == null ? "reluctant" : reference.policyOption();
    oneOf(
        "policy-option",
        option.equals("reluctant") ? "v1.0.0" : "v1.2.0",
        option,
        List.of("reluctant", "greedy"));
    String scope =
        reference.scope() == null
            ? NO_REFERENCE_SCOPE
            : oneOf(
                "scope",
                "v1.3.0",
                reference.scope(),
                List.of("bundle", "prototype", "prototype_required"));
    // A property of that name wins over the attribute, as a configuration does later.
    Object property = properties.get(referenceName + ".target");
    String target = property instanceof String text ? text : reference.target();
    checkTarget(referenceName, target);
    return new ComponentDescription.Reference(
        referenceName,
        reference.type(),
        cardinality,
        policy.equals("static"),
        option.equals("greedy"),
        Optional.ofNullable(target),
        scope);
  }

  /** A target that is no filter matches nothing; a configuration may put another in its place. */
  private void checkTarget(String referenceName, @Nullable String target) {
    if (target != null) {
      try {
        LdapFilter.parse(target);
      } catch (IllegalArgumentException e) {
        doubts.add(
            new DescriptorFault(
                "component.target",
                where
                    + ": the target of reference "
                    + referenceName
                    + " is no filter, so no service will match it: "
                    + e.getMessage()
                    + ". Correct the file, or what generates it."));
      }
    }
  }

  /** What looks wrong and yet breaks no rule. Complete after {@link #finish}. */
  List<DescriptorFault> doubts() {
    return doubts;
  }

  /** Target filters are properties of the component, and so of its service. */
  private Map<String, Object> withTargets(
      Map<String, Object> properties, List<ComponentDescription.Reference> references) {
    Map<String, Object> all = new LinkedHashMap<>(properties);
    boolean conditional = false;
    for (ComponentDescription.Reference reference : references) {
      conditional |= reference.name().equals(ComponentDescription.CONDITION);
      if (reference.target().isPresent()) {
        all.putIfAbsent(reference.name() + ".target", reference.target().get());
      }
    }
    if (!conditional) {
      // The component runtime adds this reference to every component that has none of the name.
      String name = ComponentDescription.CONDITION + ".target";
      if (!atLeast("v1.5.0") || !all.containsKey(name)) {
        all.put(name, ComponentDescription.TRUE_CONDITION);
      }
    }
    return all;
  }
}
