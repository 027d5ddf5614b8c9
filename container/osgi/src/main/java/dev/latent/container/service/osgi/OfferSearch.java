package dev.latent.container.service.osgi;

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
import java.util.function.Predicate;
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
  private final Map<Offer, List<OfferInstance>> tracked = new LinkedHashMap<>();
  private final Map<String, List<OfferInstance>> byType = new HashMap<>();
  private final ArrayDeque<Offer> queue = new ArrayDeque<>();
  private final List<OfferInstance> all = new ArrayList<>();
  private final Set<@Nullable String> watched = new LinkedHashSet<>();
  private final Set<Offer> decided = new LinkedHashSet<>();
  private final Map<Asked, Counted> counted = new HashMap<>();
  private final Map<@Nullable String, List<BridgedService>> ungated = new HashMap<>();
  private boolean configurable;

  /** A need of a plugin: what meets it depends on which copy of the type the plugin has. */
  private record Asked(RegisteredPlugin consumer, ServiceNeed need) {}

  /** What services that components have no part in do for a need. */
  private record Counted(int certain, List<BridgedService> unclear, boolean vague) {

    /** How many there may be of them, at the most. */
    int most(int minimum) {
      return vague ? minimum : certain + unclear.size();
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
      for (OfferInstance instance : all) {
        if (!instance.there() && satisfied(instance, false)) {
          instance.comes();
          grown = true;
        }
      }
    }
    boolean more = true;
    while (more) {
      more = false;
      for (OfferInstance instance : all) {
        if (!instance.possible() && satisfied(instance, true)) {
          instance.mayCome();
          more = true;
        }
      }
    }
    return state();
  }

  /** Follows these, and tells what has to be found out to decide about those that are wanted. */
  OpenQuestions questions(Iterable<Offer> roots, Predicate<Offer> wanted) {
    run(roots);
    Set<BridgedService> toAsk = new LinkedHashSet<>();
    Set<OfferInstance> seen = new LinkedHashSet<>();
    ArrayDeque<OfferInstance> open = new ArrayDeque<>();
    for (Offer root : roots) {
      for (OfferInstance instance : tracked.getOrDefault(root, List.of())) {
        if (wanted.test(instance.offer())) {
          open.add(instance);
        }
      }
    }
    boolean framework = false;
    while (!open.isEmpty()) {
      OfferInstance instance = open.remove();
      if (instance.undecided() && seen.add(instance)) {
        for (ServiceNeed need : instance.needs()) {
          if (missing(instance, need, false) > 0) {
            framework |= ask(instance, need, toAsk, open);
          }
        }
      }
    }
    return new OpenQuestions(configurable, framework, toAsk);
  }

  /** Notes who could meet a need; true if the framework could. */
  private boolean ask(
      OfferInstance instance,
      ServiceNeed need,
      Set<BridgedService> toAsk,
      ArrayDeque<OfferInstance> open) {
    RegisteredPlugin consumer = instance.offer().plugin();
    Counted others = counted(new Asked(consumer, need));
    toAsk.addAll(others.unclear());
    boolean framework = others.vague();
    for (OfferInstance candidate : candidates(need)) {
      if (candidate.possible() && candidate.serves(need)) {
        Match reaches = reaches(consumer, candidate.offer().plugin(), need);
        framework |= reaches == Match.UNKNOWN;
        if (reaches != Match.FALSE) {
          open.add(candidate);
        }
      }
    }
    return framework;
  }

  private void track(Offer stated) {
    if (tracked.containsKey(stated)) {
      return;
    }
    List<OfferInstance> instances = new ArrayList<>();
    tracked.put(stated, instances);
    if (!port.shown(stated.plugin())) {
      return;
    }
    List<Offer> present = decisions.present(stated);
    ComponentDescription component = component(stated);
    if (present != null) {
      decided.add(stated);
      for (Offer offer : present) {
        instances.add(new OfferInstance(offer, List.of(), true));
      }
    } else if (component == null) {
      instances.add(new OfferInstance(stated, List.of(), true));
    } else if (component.enabled() && runtimeThere()) {
      addInstances(stated, component, instances);
    }
    for (OfferInstance instance : instances) {
      all.add(instance);
      for (String type : instance.offer().stated().types()) {
        byType.computeIfAbsent(type, unused -> new ArrayList<>()).add(instance);
      }
    }
    for (OfferInstance instance : instances) {
      for (ServiceNeed need : instance.needs()) {
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
      Offer stated, ComponentDescription component, List<OfferInstance> instances) {
    configurable |= !component.configurationPolicy().equals("ignore");
    List<Map<String, Object>> properties =
        ComponentProperties.of(
            stated.plugin(), component, decisions.locationOf(stated.plugin()), configurations);
    for (int part = 0; part < properties.size(); part++) {
      Map<String, Object> its = properties.get(part);
      List<ServiceNeed> needs = ServiceNeed.of(component, its);
      instances.add(new OfferInstance(offer(stated, component, part, its), needs, false));
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

  private boolean satisfied(OfferInstance instance, boolean atBest) {
    for (ServiceNeed need : instance.needs()) {
      if (missing(instance, need, atBest) > 0) {
        return false;
      }
    }
    return true;
  }

  /** How many services a need still lacks, for certain or if all unknown ones met it. */
  private int missing(OfferInstance instance, ServiceNeed need, boolean atBest) {
    RegisteredPlugin consumer = instance.offer().plugin();
    Counted others = counted(new Asked(consumer, need));
    int missing = need.minimum() - (atBest ? others.most(need.minimum()) : others.certain());
    List<OfferInstance> candidates = candidates(need);
    for (int i = 0; i < candidates.size() && missing > 0; i++) {
      OfferInstance candidate = candidates.get(i);
      if ((atBest ? candidate.possible() : candidate.there()) && candidate.serves(need)) {
        Match reaches = reaches(consumer, candidate.offer().plugin(), need);
        if (reaches == Match.TRUE || (atBest && reaches == Match.UNKNOWN)) {
          missing--;
        }
      }
    }
    return missing;
  }

  private List<OfferInstance> candidates(ServiceNeed need) {
    return need.type() == null ? all : byType.getOrDefault(need.type(), List.of());
  }

  private Counted counted(Asked asked) {
    Counted known = counted.get(asked);
    if (known == null) {
      known = count(asked.consumer(), asked.need());
      counted.put(asked, known);
    }
    return known;
  }

  private Counted count(RegisteredPlugin consumer, ServiceNeed need) {
    if (need.impossible()) {
      return new Counted(0, List.of(), false);
    }
    int count = 0;
    List<BridgedService> unclear = new ArrayList<>();
    boolean vague = !decisions.frameworkKnown() && ofFrameworks(need.type());
    for (BridgedService service : ungated(need.type())) {
      if (need.prototype() && !service.scope().equals("prototype")) {
        continue;
      }
      Match match = need.target() == null ? Match.TRUE : service.match(need.target());
      if (match == Match.FALSE) {
        continue;
      }
      Match reaches = reaches(consumer, service.plugin(), need);
      if (reaches == Match.UNKNOWN) {
        vague = true;
      } else if (reaches == Match.TRUE && match == Match.TRUE) {
        count++;
      } else if (reaches == Match.TRUE) {
        unclear.add(service);
      }
    }
    return new Counted(count, unclear, vague);
  }

  private Match reaches(
      RegisteredPlugin consumer, @Nullable RegisteredPlugin provider, ServiceNeed need) {
    String type = need.type();
    return type == null ? Match.TRUE : decisions.sameCopy(consumer, provider, type);
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
    Map<Offer, List<Offer>> undecided = new LinkedHashMap<>();
    for (Map.Entry<Offer, List<OfferInstance>> entry : tracked.entrySet()) {
      List<Offer> there = new ArrayList<>();
      List<Offer> ever = new ArrayList<>();
      List<Offer> open = new ArrayList<>();
      for (OfferInstance instance : entry.getValue()) {
        if (instance.there()) {
          there.add(instance.offer());
        } else if (instance.undecided()) {
          open.add(instance.offer());
        }
        if (!instance.offer().equals(entry.getKey())) {
          ever.add(instance.offer());
        }
      }
      holding.put(entry.getKey(), List.copyOf(there));
      if (!ever.isEmpty()) {
        made.put(entry.getKey(), ever);
      }
      if (!open.isEmpty()) {
        undecided.put(entry.getKey(), open);
      }
    }
    return new OfferState(
        before.generation() + 1, holding, made, decided, watched, configurable, undecided);
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
