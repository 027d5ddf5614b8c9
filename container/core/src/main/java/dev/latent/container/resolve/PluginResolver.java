package dev.latent.container.resolve;

import dev.latent.api.PluginKind;
import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes closures: which plugins one needs, directly or through others, with what is missing as
 * data. Reads descriptors only; loads no class, opens no jar, boots no framework.
 *
 * <p>Which of several providers a plugin gets depends on the plugin set alone, not on what was
 * looked up before. Where several could provide the same to bundles, the wiring of the reference
 * run decides, if it is known; else what the host has comes first, then the highest version, then
 * reference order. For modules the version that was recorded at compile time, if present, comes
 * before all others.
 *
 * <p>Thread-safe. Closures are kept for the plugin set that was asked about last, while memory
 * allows.
 */
public final class PluginResolver {

  private final NeedsReader bundles;
  private final NeedsReader layers;
  private final ReferenceWirings references;
  private volatile @Nullable SoftReference<Generation> latest;

  /** A closure, and whether others could provide what its members need. */
  private record Known(Closure closure, boolean competing) {}

  private record Generation(
      PluginSet set,
      long number,
      WiringSearch bundles,
      WiringSearch layers,
      Map<RegisteredPlugin, Known> closures) {

    boolean of(PluginSet other) {
      return set.equals(other) && number == other.generation();
    }
  }

  /**
   * Makes a resolver that knows nothing of a reference run.
   *
   * @param hostForBundles gives what the host has for bundles; called when first needed
   * @param hostForLayers gives what the host has for layer plugins; called when first needed
   */
  public PluginResolver(
      Supplier<HostCapabilities> hostForBundles, Supplier<HostCapabilities> hostForLayers) {
    this(hostForBundles, hostForLayers, plugin -> false, ReferenceWirings.NONE);
  }

  /**
   * Makes a resolver.
   *
   * @param hostForBundles gives what the host has for bundles; called when first needed
   * @param hostForLayers gives what the host has for layer plugins; called when first needed
   * @param withdrawn says which plugins offer no services to {@code ServiceLoader}; as libraries
   *     they serve all the same. {@link #invalidate} tells that it changed
   * @param references knows the wiring of the reference run; asked for closures of bundles in which
   *     several could provide the same
   */
  public PluginResolver(
      Supplier<HostCapabilities> hostForBundles,
      Supplier<HostCapabilities> hostForLayers,
      Predicate<RegisteredPlugin> withdrawn,
      ReferenceWirings references) {
    this.bundles = new BundleNeeds(hostForBundles);
    this.layers = new ModuleNeeds(hostForLayers, withdrawn);
    this.references = references;
  }

  /**
   * Computes the closure of a plugin, running as the kind that it runs as in the set.
   *
   * @param set the plugins to choose from
   * @param plugin one of them
   * @return the closure; check {@link Closure#resolvable()}
   */
  public Closure resolve(PluginSet set, RegisteredPlugin plugin) {
    Generation generation = generation(set);
    Known known = generation.closures().get(plugin);
    if (known == null) {
      known = compute(generation, plugin, null);
    } else if (!known.competing()) {
      return known.closure();
    }
    if (known.competing()) {
      ReferenceWiring reference = references.of(set);
      if (reference != known.closure().reference()) { // one object for one wiring
        known = compute(generation, plugin, reference);
      }
    }
    generation.closures().put(plugin, known);
    return known.closure();
  }

  /** Forgets all closures, for example because the host's packages changed. */
  public void invalidate() {
    latest = null;
  }

  private Generation generation(PluginSet set) {
    SoftReference<Generation> reference = latest;
    Generation generation = reference == null ? null : reference.get();
    if (generation == null || !generation.of(set)) {
      generation =
          new Generation(
              set,
              set.generation(),
              new WiringSearch(set, bundles),
              new WiringSearch(set, layers),
              new ConcurrentHashMap<>());
      latest = new SoftReference<>(generation);
    }
    return generation;
  }

  private static Known compute(
      Generation generation, RegisteredPlugin plugin, @Nullable ReferenceWiring reference) {
    boolean layer = plugin.kind() == PluginKind.LAYER;
    WiringSearch search = layer ? generation.layers() : generation.bundles();
    RegisteredPlugin rival =
        reference == null ? null : Rivals.inTheWay(generation.set(), reference, plugin);
    Map<RegisteredPlugin, List<WiringSearch.Edge>> members =
        rival == null ? search.reach(plugin, reference) : null;
    if (members == null) {
      List<Closure.Missing> missing =
          rival == null ? MissingSearch.of(generation.set(), search, reference, plugin) : List.of();
      List<Problem> why = rival == null ? List.of() : List.of(Rivals.problem(plugin, rival));
      Closure closure =
          new Closure(plugin, List.of(plugin), missing, List.of(), List.of(), why, reference);
      return new Known(closure, reference != null);
    }
    List<Problem> problems = List.of();
    MemberOrder order;
    if (layer) {
      ModuleRules rules = new ModuleRules(members);
      List<WiringSearch.Edge> removed = WiringSearch.breakCircles(members);
      WiringSearch.prune(members, plugin);
      order = new MemberOrder(members);
      rules.checkCircles(order);
      rules.checkSplitPackages();
      rules.reportLeftOut(removed);
      problems = rules.problems();
    } else {
      order = new MemberOrder(members);
    }
    List<RegisteredPlugin> ordered = order.endingWith(plugin);
    List<Closure.Wire> wires = new ArrayList<>();
    List<Closure.Contested> contested = new ArrayList<>();
    for (RegisteredPlugin member : ordered) {
      for (WiringSearch.Edge edge : WiringSearch.edgesOf(members, member)) {
        Need need = edge.need();
        wires.add(new Closure.Wire(member, edge.provider(), need.namespace(), need.name()));
      }
      if (!layer) {
        addContested(contested, search, member);
      }
    }
    boolean competing =
        !layer
            && (reference != null
                || !contested.isEmpty()
                || Rivals.among(generation.set(), search, ordered));
    return new Known(
        new Closure(plugin, ordered, List.of(), wires, contested, problems, reference), competing);
  }

  private static void addContested(
      List<Closure.Contested> contested, WiringSearch search, RegisteredPlugin member) {
    for (Need need : search.needs(member)) {
      Requirement requirement = need.requirement();
      if (requirement == null || need.multiple()) {
        continue;
      }
      List<RegisteredPlugin> able = new ArrayList<>();
      for (RegisteredPlugin candidate : need.candidates()) {
        if (!search.blocked(candidate)) {
          able.add(candidate);
        }
      }
      if (able.size() + (need.host() ? 1 : 0) > 1) {
        contested.add(new Closure.Contested(member, requirement, able, need.host()));
      }
    }
  }
}
