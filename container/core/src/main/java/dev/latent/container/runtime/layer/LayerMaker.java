package dev.latent.container.runtime.layer;

import dev.latent.api.PluginActivator;
import dev.latent.api.ResolutionException;
import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    Set<ModuleLayer> standIns = new LinkedHashSet<>();
    ModuleDescriptor moduleDescriptor = moduleDescriptor(facts);
    for (ModuleFacts.Requires requires : facts.requires()) {
      if (!required.containsKey(requires.module()) && !host.hasModule(requires.module())) {
        ModuleLayer standIn = host.standIn(requires.module());
        if (standIn != null) {
          standIns.add(standIn);
        }
      }
    }
    PluginFiles files = new PluginFiles(plugin);
    PluginClassLoader loader =
        new PluginClassLoader(plugin.id(), files, environment.transformers());
    ModuleLayer.Controller controller;
    ResolvedModule resolved;
    try {
      List<Configuration> configurations = new ArrayList<>();
      List<ModuleLayer> layers = new ArrayList<>();
      for (PluginLayer parent : parents) {
        configurations.add(parent.controller().layer().configuration());
        layers.add(parent.controller().layer());
      }
      for (ModuleLayer standIn : standIns) {
        configurations.add(standIn.configuration());
        layers.add(standIn);
      }
      configurations.add(host.layer().configuration());
      layers.add(host.layer());
      Configuration configuration =
          Configuration.resolve(
              new OneModule(moduleDescriptor, plugin),
              configurations,
              ModuleFinder.of(),
              List.of(facts.name()));
      resolved = configuration.findModule(facts.name()).orElseThrow();
      controller = ModuleLayer.defineModules(configuration, layers, new OneLoader(loader));
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
    Map<String, ClassLoader> others = others(descriptor, resolved, parents, wires);
    loader.connect(
        module,
        controller,
        new PluginClassLoader.Packages(
            Set.copyOf(facts.packages()),
            Map.copyOf(others),
            descriptor.headers().containsKey("Bundle-ClassPath")));
    connectAutomatic(required, resolved, parents);
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
      Map<String, PluginLayer> required, ResolvedModule resolved, List<PluginLayer> parents) {
    Map<Configuration, PluginLayer> plugins = new HashMap<>();
    for (PluginLayer automatic : required.values()) {
      if (!automatic.plugin().descriptor().module().automatic()) {
        continue;
      }
      if (plugins.isEmpty()) {
        ancestors(plugins, parents);
      }
      Map<String, ClassLoader> beside = new HashMap<>();
      for (ResolvedModule read : resolved.reads()) {
        PluginLayer other = plugins.get(read.configuration());
        if (other != null && !other.equals(automatic)) {
          automatic.controller().addReads(automatic.module(), other.module());
          for (String exported :
              exportedTo(automatic.module().getName(), read.reference().descriptor())) {
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

  private static ModuleDescriptor moduleDescriptor(ModuleFacts facts) {
    if (facts.automatic()) {
      ModuleDescriptor.Builder builder = ModuleDescriptor.newAutomaticModule(facts.name());
      builder.packages(facts.packages());
      addProvides(builder, facts);
      addVersion(builder, facts);
      return builder.build();
    }
    ModuleDescriptor.Builder builder =
        facts.open()
            ? ModuleDescriptor.newOpenModule(facts.name())
            : ModuleDescriptor.newModule(facts.name());
    for (ModuleFacts.Requires requires : facts.requires()) {
      Set<ModuleDescriptor.Requires.Modifier> modifiers =
          EnumSet.noneOf(ModuleDescriptor.Requires.Modifier.class);
      if (requires.isTransitive()) {
        modifiers.add(ModuleDescriptor.Requires.Modifier.TRANSITIVE);
      }
      if (requires.isStatic()) {
        modifiers.add(ModuleDescriptor.Requires.Modifier.STATIC);
      }
      if (!requires.module().equals("java.base")) {
        builder.requires(modifiers, requires.module());
      }
    }
    builder.packages(facts.packages());
    for (ModuleFacts.Exports exports : facts.exports()) {
      if (exports.targets().isEmpty()) {
        builder.exports(exports.packageName());
      } else {
        builder.exports(exports.packageName(), Set.copyOf(exports.targets()));
      }
    }
    if (!facts.open()) {
      for (ModuleFacts.Exports opens : facts.opens()) {
        if (opens.targets().isEmpty()) {
          builder.opens(opens.packageName());
        } else {
          builder.opens(opens.packageName(), Set.copyOf(opens.targets()));
        }
      }
    }
    for (String service : facts.uses()) {
      builder.uses(service);
    }
    addProvides(builder, facts);
    addVersion(builder, facts);
    if (facts.mainClass().isPresent()) {
      builder.mainClass(facts.mainClass().get());
    }
    return builder.build();
  }

  private static void addProvides(ModuleDescriptor.Builder builder, ModuleFacts facts) {
    for (ModuleFacts.Provides provides : facts.provides()) {
      builder.provides(provides.service(), provides.providers());
    }
  }

  private static void addVersion(ModuleDescriptor.Builder builder, ModuleFacts facts) {
    try {
      if (facts.version().isPresent()) {
        builder.version(facts.version().get());
      }
    } catch (IllegalArgumentException notOne) {
      // Maven and OSGi allow versions that modules do not; nothing depends on it here.
    }
  }

  private Map<String, ClassLoader> others(
      PluginDescriptor descriptor,
      ResolvedModule resolved,
      List<PluginLayer> parents,
      Map<Closure.Wire, PluginLayer> wires) {
    Map<String, ClassLoader> others = new HashMap<>();
    // What the host declares wins over every plugin, or host and plugins would each have types of
    // their own under one name.
    for (String packageName : host.declaredPackages()) {
      others.put(packageName, host.hostLoader());
    }
    // Imported packages first: they say which of several exporters is meant.
    for (Map.Entry<Closure.Wire, PluginLayer> wire : wires.entrySet()) {
      if (wire.getKey().namespace().equals(Namespaces.PACKAGE)) {
        others.putIfAbsent(wire.getKey().name(), wire.getValue().loader());
      }
    }
    Map<Configuration, PluginLayer> plugins = new HashMap<>();
    ancestors(plugins, parents);
    String name = resolved.name();
    for (ResolvedModule read : resolved.reads()) {
      PluginLayer plugin = plugins.get(read.configuration());
      if (host.standsIn(read.configuration())) {
        for (String exported : exportedTo(name, read.reference().descriptor())) {
          others.putIfAbsent(exported, host.hostLoader());
        }
        continue;
      }
      ModuleLayer hostLayer = plugin == null ? host.layerOf(read.configuration()) : null;
      Module module =
          plugin != null
              ? plugin.module()
              : hostLayer == null ? null : hostLayer.findModule(read.name()).orElse(null);
      ClassLoader loader = module == null ? null : module.getClassLoader();
      if (module == null || loader == null || loader.equals(ClassLoader.getPlatformClassLoader())) {
        continue;
      }
      for (String exported : exportedTo(name, read.reference().descriptor())) {
        others.putIfAbsent(exported, loader);
      }
    }
    for (String packageName : List.of("dev.latent.api", "dev.latent.api.spi")) {
      ClassLoader shared = host.sharedLoader(packageName);
      if (shared != null) {
        others.put(packageName, shared);
      }
    }
    addServiceTypes(descriptor, others);
    return others;
  }

  /**
   * A service type that neither the plugin nor anything that it reads has can only be one of the
   * host's, so its package is taken from there.
   */
  private void addServiceTypes(PluginDescriptor descriptor, Map<String, ClassLoader> others) {
    Set<String> types = new HashSet<>(descriptor.module().uses());
    for (ModuleFacts.Provides provides : descriptor.module().provides()) {
      types.add(provides.service());
    }
    for (ServiceOffer offer : descriptor.offers()) {
      types.addAll(offer.types());
    }
    for (String type : types) {
      int dot = type.lastIndexOf('.');
      String packageName = dot < 0 ? "" : type.substring(0, dot);
      if (!packageName.startsWith("java.")
          && !others.containsKey(packageName)
          && !descriptor.module().packages().contains(packageName)) {
        ClassLoader loader = host.loaderOfClass(type);
        if (loader != null) {
          others.put(packageName, loader);
        }
      }
    }
  }

  private static void ancestors(
      Map<Configuration, PluginLayer> plugins, List<PluginLayer> parents) {
    List<PluginLayer> queue = new ArrayList<>(parents);
    for (int i = 0; i < queue.size(); i++) {
      PluginLayer layer = queue.get(i);
      if (plugins.putIfAbsent(layer.controller().layer().configuration(), layer) == null) {
        queue.addAll(layer.parents());
      }
    }
  }

  private static Set<String> exportedTo(String reader, ModuleDescriptor descriptor) {
    if (descriptor.isAutomatic()) {
      return descriptor.packages();
    }
    Set<String> exported = new HashSet<>();
    for (ModuleDescriptor.Exports exports : descriptor.exports()) {
      if (!exports.isQualified() || exports.targets().contains(reader)) {
        exported.add(exports.source());
      }
    }
    return exported;
  }

  /** One loader for the one module. A class and no lambda: the first lookup waits for it. */
  private record OneLoader(ClassLoader loader) implements Function<String, ClassLoader> {

    @Override
    public ClassLoader apply(String moduleName) {
      return loader;
    }
  }

  /** Finds the one module of a plugin; its files are read by its class loader alone. */
  private static final class OneModule implements ModuleFinder {

    private final ModuleReference reference;

    OneModule(ModuleDescriptor descriptor, RegisteredPlugin plugin) {
      this.reference =
          new ModuleReference(descriptor, location(plugin)) {
            @Override
            public ModuleReader open() {
              return new FilesReader(new PluginFiles(plugin));
            }
          };
    }

    private static @Nullable URI location(RegisteredPlugin plugin) {
      Path path = plugin.reference().path().orElse(null);
      return path == null ? null : path.toUri();
    }

    @Override
    public Optional<ModuleReference> find(String name) {
      return name.equals(reference.descriptor().name()) ? Optional.of(reference) : Optional.empty();
    }

    @Override
    public Set<ModuleReference> findAll() {
      return Set.of(reference);
    }
  }
}
