package dev.latent.container.runtime.layer;

import dev.latent.api.PluginActivator;
import dev.latent.api.ResolutionException;
import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.lang.module.FindException;
import java.lang.module.ResolvedModule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes the layer of a plugin from its descriptor, over the layers of those that it needs. */
final class LayerMaker {

  private final RuntimeEnvironment environment;
  private final HostModules host;

  LayerMaker(RuntimeEnvironment environment, HostModules host) {
    this.environment = environment;
    this.host = host;
  }

  /**
   * Makes a layer. Opens no file and defines no class.
   *
   * @param plugin the plugin
   * @param wires what it uses of others, and their layers
   * @throws ResolutionException if the platform's rules for modules are broken
   */
  PluginLayer make(RegisteredPlugin plugin, Map<Closure.Wire, PluginLayer> wires) {
    PluginDescriptor descriptor = plugin.descriptor();
    ModuleFacts facts = descriptor.module();
    Map<String, PluginLayer> required = new HashMap<>();
    for (Map.Entry<Closure.Wire, PluginLayer> wire : wires.entrySet()) {
      if (wire.getKey().namespace().equals(Namespaces.MODULE)) {
        required.put(wire.getKey().name(), wire.getValue());
      }
    }
    List<PluginLayer> parents = parentsInOrder(wires, required);
    PluginFiles files = new PluginFiles(plugin);
    PluginClassLoader loader =
        new PluginClassLoader(plugin.id(), files, environment.transformers());
    ModuleLayer.Controller controller;
    ModuleResolution resolved;
    try {
      resolved = ModuleResolution.of(plugin, parents, required.keySet(), host);
      controller =
          ModuleLayer.defineModules(
              resolved.configuration(), resolved.layers(), new OneLoader(loader));
    } catch (FindException
        | java.lang.module.ResolutionException
        | java.lang.LayerInstantiationException e) {
      throw new ResolutionException(
          plugin.id(),
          "Plugin "
              + plugin.id()
              + " breaks a rule that the Java platform sets for modules: "
              + e.getMessage()
              + ". Change the module-info or the jar that it names.",
          e);
    }
    Module module = controller.layer().findModule(facts.name()).orElseThrow();
    // What the host shares is in its unnamed module where the host runs on the class path.
    controller.addReads(module, host.unnamed());
    Module api = PluginActivator.class.getModule();
    controller.addReads(module, api);
    for (PluginLayer apart : resolved.apart()) {
      controller.addReads(module, apart.module());
    }
    Map<String, ClassLoader> others = new VisiblePackages(host).of(descriptor, resolved, wires);
    loader.connect(
        module,
        controller,
        new PluginClassLoader.Packages(
            Set.copyOf(facts.packages()),
            Map.copyOf(others),
            descriptor.headers().containsKey("Bundle-ClassPath")));
    connectAutomatic(required, resolved);
    return new PluginLayer(plugin, controller, module, loader, files, parents);
  }

  /**
   * Lets {@code ServiceLoader} in a plugin find the services of other plugins, if the plugin may
   * use any and the host did not say otherwise. To be called before a class of it is defined.
   */
  void redirectServices(PluginLayer layer, LayerTable layers) {
    ModuleFacts facts = layer.plugin().descriptor().module();
    if (environment.settings().flag(SettingKeys.SERVICE_LOADER, true)
        && (facts.automatic() || !facts.uses().isEmpty())) {
      Module own = PluginServiceLoader.class.getModule();
      own.addExports(PluginServiceLoader.class.getPackageName(), layer.module());
      layer.controller().addReads(layer.module(), own);
      layer.loader().redirectServices(new ServiceLayers(layer, layers, environment));
    }
  }

  /**
   * The platform lets an automatic module read every module that it is resolved with. Here each
   * plugin is resolved by itself, so what stands beside an automatic module in the module-info that
   * requires it is told to it now: authors name there what their libraries need.
   */
  private static void connectAutomatic(
      Map<String, PluginLayer> required, ModuleResolution resolved) {
    for (PluginLayer automatic : required.values()) {
      if (!automatic.plugin().descriptor().module().automatic()) {
        continue;
      }
      Map<String, ClassLoader> beside = new HashMap<>();
      for (ResolvedModule read : resolved.reads()) {
        PluginLayer other = resolved.plugins().get(read.configuration());
        if (other != null && !other.equals(automatic)) {
          automatic.controller().addReads(automatic.module(), other.module());
          for (String exported :
              ModuleDescriptors.exportedTo(
                  automatic.module().getName(), read.reference().descriptor())) {
            beside.putIfAbsent(exported, other.loader());
          }
        }
      }
      automatic.loader().alsoSee(beside);
    }
  }

  /**
   * The layers of all that the plugin needs. The platform takes a module from the first parent that
   * has it or has it from a parent of its own, so where a plugin requires one version and a parent
   * another, the plugin's comes first.
   */
  private static List<PluginLayer> parentsInOrder(
      Map<Closure.Wire, PluginLayer> wires, Map<String, PluginLayer> required) {
    List<PluginLayer> parents = new ArrayList<>();
    for (PluginLayer layer : wires.values()) {
      if (!parents.contains(layer)) {
        parents.add(layer);
      }
    }
    for (int round = 0; round < parents.size(); round++) {
      PluginLayer misplaced = null;
      for (Map.Entry<String, PluginLayer> wanted : required.entrySet()) {
        for (PluginLayer parent : parents) {
          Optional<Module> first = parent.controller().layer().findModule(wanted.getKey());
          if (first.isPresent()) {
            if (!first.get().equals(wanted.getValue().module())) {
              misplaced = wanted.getValue();
            }
            break;
          }
        }
      }
      if (misplaced == null) {
        break;
      }
      parents.remove(misplaced);
      parents.add(0, misplaced);
    }
    return parents;
  }

  /** One loader for the one module. A class and no lambda: the first lookup waits for it. */
  private record OneLoader(ClassLoader loader) implements Function<String, ClassLoader> {

    @Override
    public ClassLoader apply(String moduleName) {
      return loader;
    }
  }
}
