package dev.latent.container.service.osgi;

import dev.latent.container.descriptor.AttributeMap;
import dev.latent.container.descriptor.ComponentDescription;
import dev.latent.container.descriptor.Match;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.service.BridgedService;
import dev.latent.container.service.ServicePort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which services components register, by growing: first those that need nothing or only
 * what is there, then those that need what the first ones offer, until nothing is added. Components
 * that need each other are never reached, as the component runtime never registers them. Follows
 * only components that the asked ones may need. Used by one thread, once.
 */
final class OfferSearch {

  private static final String COMPONENT_RUNTIME = "osgi.component";

  private final ServicePort port;
  private final OfferDecisions decisions;
  private final Configurations configurations;
  private final OfferState before;
  private final Map<Offer, List<Instance>> tracked = new LinkedHashMap<>();
  private final Map<String, List<Instance>> byType = new HashMap<>();
  private final ArrayDeque<Offer> queue = new ArrayDeque<>();
  private final List<Instance> all = new ArrayList<>();
  private final Set<@Nullable String> watched = new LinkedHashSet<>();
  private final Set<Offer> decided = new LinkedHashSet<>();
  private final Map<Asked, Integer> counted = new HashMap<>();
  private final Map<Asked, List<BridgedService>> unsure = new HashMap<>();
  private final Map<@Nullable String, List<BridgedService>> ungated = new HashMap<>();
  private boolean configurable;
  private boolean copiesUnknown;

  /** A need of a plugin: what meets it depends on which copy of the type the plugin has. */
  private record Asked(RegisteredPlugin consumer, ServiceNeed need) {}

  /** One service that would be there if its needs were met. */
  private static final class Instance {

    private final Offer offer;
    private final Map<String, Object> attributes;
    private final List<ServiceNeed> needs;
    private boolean there;

    Instance(Offer offer, List<ServiceNeed> needs, boolean there) {
      this.offer = offer;
      this.needs = needs;
      this.there = there;
      Map<String, Object> seen = new LinkedHashMap<>(offer.attributes());
      seen.put("objectClass", offer.stated().types().toArray(new String[0]));
      attributes = AttributeMap.copyOf(seen);
    }

    boolean serves(ServiceNeed need) {
      return !need.impossible()
          && (!need.prototype() || offer.stated().scope().equals("prototype"))
          && (need.target() == null || need.target().matches(attributes));
    }
  }

  OfferSearch(
      ServicePort port,
      OfferDecisions decisions,
      Configurations configurations,
      OfferState before) {
    this.port = port;
    this.decisions = decisions;
    this.configurations = configurations;
    this.before = before;
  }

  /** Follows these and all that they may need. */
  OfferState run(Iterable<Offer> roots) {
    for (Offer root : roots) {
      queue.add(root);
    }
    while (!queue.isEmpty()) {
      track(queue.remove());
    }
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Instance instance : all) {
        if (!instance.there && satisfied(instance)) {
          instance.there = true;
          grown = true;
        }
      }
    }
    return state();
  }

  private void track(Offer stated) {
    if (tracked.containsKey(stated)) {
      return;
    }
    List<Instance> instances = new ArrayList<>();
    tracked.put(stated, instances);
    if (!port.shown(stated.plugin())) {
      return;
    }
    List<Offer> present = decisions.present(stated);
    ComponentDescription component = component(stated);
    if (present != null) {
      decided.add(stated);
      for (Offer offer : present) {
        instances.add(new Instance(offer, List.of(), true));
      }
    } else if (component == null) {
      instances.add(new Instance(stated, List.of(), true));
    } else if (component.enabled() && runtimeThere()) {
      addInstances(stated, component, instances);
    }
    for (Instance instance : instances) {
      all.add(instance);
      for (String type : instance.offer.stated().types()) {
        byType.computeIfAbsent(type, unused -> new ArrayList<>()).add(instance);
      }
    }
    for (Instance instance : instances) {
      for (ServiceNeed need : instance.needs) {
        watch(need);
      }
    }
  }

  private void watch(ServiceNeed need) {
    String type = need.type();
    if (watched.add(type)) {
      for (String each : type == null ? port.plugins().offeredTypes() : List.of(type)) {
        for (Offer offer : port.plugins().offers(each)) {
          if (offer.component()) {
            queue.add(offer);
          }
        }
      }
    }
  }

  private boolean runtimeThere() {
    for (RegisteredPlugin plugin :
        port.plugins().providers(Namespaces.EXTENDER, COMPONENT_RUNTIME)) {
      if (port.shown(plugin)) {
        return true;
      }
    }
    return false;
  }

  private void addInstances(
      Offer stated, ComponentDescription component, List<Instance> instances) {
    configurable |= !component.configurationPolicy().equals("ignore");
    List<Map<String, Object>> properties =
        ComponentProperties.of(
            stated.plugin(), component, decisions.locationOf(stated.plugin()), configurations);
    for (int part = 0; part < properties.size(); part++) {
      Map<String, Object> its = properties.get(part);
      List<ServiceNeed> needs = ServiceNeed.of(component, its);
      instances.add(new Instance(offer(stated, component, part, its), needs, false));
    }
  }

  /** The stated offer where nothing differs from it, else one that may be known already. */
  private Offer offer(
      Offer stated, ComponentDescription component, int part, Map<String, Object> properties) {
    ServiceOffer registered = component.offer(properties).orElseThrow();
    if (part == 0 && same(registered.attributes(), stated.attributes())) {
      return stated;
    }
    for (Offer known : before.made(stated)) {
      if (known.part() == part && same(registered.attributes(), known.attributes())) {
        return known;
      }
    }
    return new ConfiguredOffer(stated, part, registered);
  }

  private static boolean same(Map<String, Object> one, Map<String, Object> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (Map.Entry<String, Object> entry : one.entrySet()) {
      if (!Objects.deepEquals(entry.getValue(), other.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private boolean satisfied(Instance instance) {
    for (ServiceNeed need : instance.needs) {
      if (missing(instance, need) > 0) {
        return false;
      }
    }
    return true;
  }

  /** How many services a need still lacks. */
  private int missing(Instance instance, ServiceNeed need) {
    RegisteredPlugin consumer = instance.offer.plugin();
    int missing = need.minimum() - ungated(new Asked(consumer, need));
    List<Instance> candidates =
        need.type() == null ? all : byType.getOrDefault(need.type(), List.of());
    for (int i = 0; i < candidates.size() && missing > 0; i++) {
      Instance candidate = candidates.get(i);
      if (candidate.there
          && candidate.serves(need)
          && reaches(consumer, candidate.offer.plugin(), need)) {
        missing--;
      }
    }
    return missing;
  }

  /** How many services that components have no part in meet a need for certain. */
  private int ungated(Asked asked) {
    ServiceNeed need = asked.need();
    Integer known = counted.get(asked);
    if (known != null) {
      return known;
    }
    int count = 0;
    List<BridgedService> unclear = new ArrayList<>();
    for (BridgedService service : ungated(need.type())) {
      if (need.impossible()
          || (need.prototype() && !service.scope().equals("prototype"))
          || !reaches(asked.consumer(), service.plugin(), need)) {
        continue;
      }
      Match match = need.target() == null ? Match.TRUE : service.match(need.target());
      if (match == Match.TRUE) {
        count++;
      } else if (match == Match.UNKNOWN) {
        unclear.add(service);
      }
    }
    counted.put(asked, count);
    unsure.put(asked, unclear);
    return count;
  }

  private boolean reaches(
      RegisteredPlugin consumer, @Nullable RegisteredPlugin provider, ServiceNeed need) {
    String type = need.type();
    Match same = type == null ? Match.TRUE : decisions.sameCopy(consumer, provider, type);
    copiesUnknown |= same == Match.UNKNOWN;
    return same == Match.TRUE;
  }

  private List<BridgedService> ungated(@Nullable String type) {
    List<BridgedService> known = ungated.get(type);
    if (known == null) {
      known = port.ungated(type);
      ungated.put(type, known);
    }
    return known;
  }

  private OfferState state() {
    Map<Offer, List<Offer>> holding = new LinkedHashMap<>();
    Map<Offer, List<Offer>> made = new HashMap<>();
    Set<BridgedService> toAsk = new LinkedHashSet<>();
    boolean framework = copiesUnknown;
    for (Map.Entry<Offer, List<Instance>> entry : tracked.entrySet()) {
      List<Offer> there = new ArrayList<>();
      List<Offer> ever = new ArrayList<>();
      for (Instance instance : entry.getValue()) {
        if (instance.there) {
          there.add(instance.offer);
        } else {
          framework |= ask(instance, toAsk);
        }
        if (!instance.offer.equals(entry.getKey())) {
          ever.add(instance.offer);
        }
      }
      holding.put(entry.getKey(), List.copyOf(there));
      if (!ever.isEmpty()) {
        made.put(entry.getKey(), ever);
      }
    }
    return new OfferState(
        before.generation() + 1, holding, made, decided, watched, configurable, framework, toAsk);
  }

  /** Notes who could say more about the needs of a component; true if the framework could. */
  private boolean ask(Instance instance, Set<BridgedService> toAsk) {
    boolean framework = false;
    for (ServiceNeed need : instance.needs) {
      if (missing(instance, need) > 0 && !need.impossible()) {
        toAsk.addAll(unsure.getOrDefault(new Asked(instance.offer.plugin(), need), List.of()));
        framework |= ofFrameworks(need.type());
      }
    }
    return framework;
  }

  /** Whether frameworks register services of a type by themselves. */
  private static boolean ofFrameworks(@Nullable String type) {
    return type == null
        || type.startsWith("org.osgi.")
        || type.startsWith("org.eclipse.")
        || type.startsWith("javax.xml.parsers.");
  }

  /** The component that makes an offer; null if its plugin describes none of that name. */
  private static @Nullable ComponentDescription component(Offer offer) {
    String name = offer.stated().component().orElse("");
    for (ComponentDescription component : offer.plugin().descriptor().components()) {
      if (component.name().equals(name)) {
        return component;
      }
    }
    return null;
  }
}
