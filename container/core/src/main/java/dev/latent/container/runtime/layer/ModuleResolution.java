package dev.latent.container.runtime.layer;

import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.finder.RegisteredPlugin;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.lang.module.ResolvedModule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the module of one plugin is resolved: over which layers, and what it reads.
 *
 * <p>The platform lets no module read two of one name. Where the plugins and the host's class path,
 * or two plugins, have a library each, that would befall every automatic module above both, as it
 * reads all there is. So where the platform refuses, the nearest plugin's module is read and others
 * of its name are not: what can't be resolved with is left apart, and read all the same.
 *
 * @param configuration the module, resolved
 * @param layers the layers of the configuration's parents
 * @param module the module
 * @param reads what it reads, one module of a name
 * @param plugins the plugins among its ancestors
 * @param apart the plugins that it reads though they are not among the parents
 */
record ModuleResolution(
    Configuration configuration,
    List<ModuleLayer> layers,
    ResolvedModule module,
    Collection<ResolvedModule> reads,
    Map<Configuration, PluginLayer> plugins,
    List<PluginLayer> apart) {

  /**
   * Resolves the module of a plugin.
   *
   * @param plugin the plugin
   * @param parents the layers of the plugins that it needs, the preferred ones first
   * @param given the modules that it requires and those plugins have
   * @param host the host
   * @throws ResolutionException if a rule of the platform is broken
   * @throws java.lang.module.FindException if a required module is not there
   */
  static ModuleResolution of(
      RegisteredPlugin plugin, List<PluginLayer> parents, Set<String> given, HostModules host) {
    ModuleFacts facts = plugin.descriptor().module();
    Map<String, ModuleLayer> standIns = new LinkedHashMap<>();
    for (ModuleFacts.Requires requires : facts.requires()) {
      String name = requires.module();
      if (!given.contains(name) && !host.hasModule(name)) {
        ModuleLayer standIn = host.standIn(name);
        if (standIn != null) {
          standIns.put(name, standIn);
        }
      }
    }
    Attempt attempt = new Attempt(plugin, parents, standIns, host);
    try {
      return attempt.together();
    } catch (ResolutionException refused) {
      ModuleResolution apart = facts.automatic() ? attempt.oneOfEachName() : attempt.withoutHost();
      if (apart == null) {
        throw refused;
      }
      return apart;
    }
  }

  private record Attempt(
      RegisteredPlugin plugin,
      List<PluginLayer> parents,
      Map<String, ModuleLayer> standIns,
      HostModules host) {

    /** As the platform does it. */
    ModuleResolution together() {
      ModuleDescriptor descriptor =
          ModuleDescriptors.of(plugin.descriptor().module(), Set.<String>of());
      return resolve(descriptor, layersOf(parents), new LinkedHashSet<>(standIns.values()));
    }

    private static List<ModuleLayer> layersOf(List<PluginLayer> plugins) {
      List<ModuleLayer> layers = new ArrayList<>(plugins.size());
      for (int i = 0; i < plugins.size(); i++) {
        layers.add(plugins.get(i).controller().layer());
      }
      return layers;
    }

    private ModuleResolution resolve(
        ModuleDescriptor descriptor, List<ModuleLayer> above, Set<ModuleLayer> ofClassPath) {
      List<ModuleLayer> layers = new ArrayList<>(above);
      layers.addAll(ofClassPath);
      layers.add(host.layer());
      List<Configuration> configurations = new ArrayList<>(layers.size());
      for (int i = 0; i < layers.size(); i++) {
        configurations.add(layers.get(i).configuration());
      }
      Configuration configuration =
          Configuration.resolve(
              new OneModule(descriptor, plugin),
              configurations,
              ModuleFinder.of(),
              List.of(descriptor.name()));
      ResolvedModule module = configuration.findModule(descriptor.name()).orElseThrow();
      return new ModuleResolution(
          configuration, layers, module, module.reads(), ancestors(), List.of());
    }

    /** The plugins above, the nearest first. */
    private Map<Configuration, PluginLayer> ancestors() {
      Map<Configuration, PluginLayer> plugins = new LinkedHashMap<>();
      List<PluginLayer> queue = new ArrayList<>(parents);
      for (int i = 0; i < queue.size(); i++) {
        PluginLayer layer = queue.get(i);
        if (plugins.putIfAbsent(layer.controller().layer().configuration(), layer) == null) {
          queue.addAll(layer.parents());
        }
      }
      return plugins;
    }

    /**
     * For an automatic module: only parents that bring no second module of a name; null if that are
     * all.
     */
    @Nullable ModuleResolution oneOfEachName() {
      Names names = new Names();
      names.add(host.layer().configuration());
      List<ModuleLayer> above = new ArrayList<>();
      for (ModuleLayer layer : layersOf(parents)) {
        if (names.add(layer.configuration())) {
          above.add(layer);
        }
      }
      Set<ModuleLayer> ofClassPath = new LinkedHashSet<>();
      for (ModuleLayer layer : standIns.values()) {
        if (names.add(layer.configuration())) {
          ofClassPath.add(layer);
        }
      }
      if (above.size() == parents.size() && ofClassPath.containsAll(standIns.values())) {
        return null;
      }
      ModuleDescriptor descriptor =
          ModuleDescriptors.of(plugin.descriptor().module(), Set.<String>of());
      ModuleResolution resolved = resolve(descriptor, above, ofClassPath);
      Map<String, ResolvedModule> reads = new LinkedHashMap<>();
      List<PluginLayer> apart = new ArrayList<>();
      for (Map.Entry<Configuration, PluginLayer> ancestor : resolved.plugins().entrySet()) {
        for (ResolvedModule module : ancestor.getKey().modules()) {
          if (reads.putIfAbsent(module.name(), module) == null
              && !resolved.reads().contains(module)) {
            apart.add(ancestor.getValue());
          }
        }
      }
      Set<Configuration> all = new LinkedHashSet<>();
      for (PluginLayer parent : parents) {
        addAncestry(parent.controller().layer().configuration(), all);
      }
      for (ModuleLayer standIn : standIns.values()) {
        addAncestry(standIn.configuration(), all);
      }
      for (ResolvedModule module : resolved.reads()) {
        reads.putIfAbsent(module.name(), module);
      }
      for (Configuration configuration : all) {
        for (ResolvedModule module : configuration.modules()) {
          reads.putIfAbsent(module.name(), module);
        }
      }
      return resolved.with(reads.values(), apart);
    }

    /**
     * For a module that says what it requires: without the modules of the host's class path, whose
     * packages it gets all the same as far as no plugin has their module; null if it requires none.
     */
    @Nullable ModuleResolution withoutHost() {
      if (standIns.isEmpty()) {
        return null;
      }
      ModuleDescriptor descriptor =
          ModuleDescriptors.of(plugin.descriptor().module(), standIns.keySet());
      ModuleResolution resolved = resolve(descriptor, layersOf(parents), Set.of());
      Map<String, ResolvedModule> reads = new LinkedHashMap<>();
      for (ResolvedModule module : resolved.reads()) {
        reads.put(module.name(), module);
      }
      ArrayDeque<ResolvedModule> queue = new ArrayDeque<>();
      for (Map.Entry<String, ModuleLayer> standIn : standIns.entrySet()) {
        standIn.getValue().configuration().findModule(standIn.getKey()).ifPresent(queue::add);
      }
      for (ResolvedModule at = queue.poll(); at != null; at = queue.poll()) {
        if (reads.putIfAbsent(at.name(), at) == null) {
          for (ModuleDescriptor.Requires requires : at.reference().descriptor().requires()) {
            if (requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE)) {
              at.configuration().findModule(requires.name()).ifPresent(queue::add);
            }
          }
        }
      }
      return resolved.with(reads.values(), List.of());
    }
  }

  private ModuleResolution with(Collection<ResolvedModule> others, List<PluginLayer> besides) {
    return new ModuleResolution(
        configuration, layers, module, List.copyOf(others), plugins, List.copyOf(besides));
  }

  private static void addAncestry(Configuration configuration, Set<Configuration> all) {
    if (all.add(configuration)) {
      for (Configuration parent : configuration.parents()) {
        addAncestry(parent, all);
      }
    }
  }

  /** The module of each name in some configurations and all their ancestors. */
  private static final class Names {

    private final Set<Configuration> known = new HashSet<>();
    private final Map<String, ResolvedModule> modules = new HashMap<>();

    /** Adds a configuration with its ancestors, unless a name would then stand for two modules. */
    boolean add(Configuration configuration) {
      Set<Configuration> added = new LinkedHashSet<>();
      addAncestry(configuration, added);
      added.removeAll(known);
      Map<String, ResolvedModule> more = new HashMap<>();
      for (Configuration one : added) {
        for (ResolvedModule module : one.modules()) {
          if (modules.containsKey(module.name()) || more.put(module.name(), module) != null) {
            return false;
          }
        }
      }
      known.addAll(added);
      modules.putAll(more);
      return true;
    }
  }
}
