package dev.latent.container.runtime.layer;

import dev.latent.api.PluginActivator;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.resolve.HostCapabilities;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the host gives to layer plugins: the modules of its layer, and the modules and packages of
 * its class path. The class path is searched when a plugin requires a module that is neither in the
 * host's layer nor a plugin. Thread-safe.
 */
final class HostModules implements HostCapabilities {

  private final ModuleLayer layer;
  private final ClassLoader hostLoader;
  private final Set<String> declared = new HashSet<>();
  private volatile @Nullable Map<String, Module> exporters;
  private volatile @Nullable Map<Configuration, ModuleLayer> layers;
  private final ClassPathModules classPath;

  HostModules(RuntimeEnvironment environment) {
    this.layer = environment.hostLayer();
    this.hostLoader = environment.hostLoader();
    this.classPath = new ClassPathModules(layer, hostLoader);
    for (String clause : environment.hostPackages()) {
      for (String part : clause.split(";", -1)) {
        if (part.indexOf('=') < 0) {
          declared.add(part.trim());
        }
      }
    }
  }

  ModuleLayer layer() {
    return layer;
  }

  Module unnamed() {
    return hostLoader.getUnnamedModule();
  }

  @Override
  public List<Capability> find(String namespace, @Nullable String key) {
    if (key == null) {
      return List.of();
    }
    boolean found =
        switch (namespace) {
          case Namespaces.MODULE -> hasModule(key) || classPath.find(key) != null;
          case Namespaces.PACKAGE -> declared.contains(key) || exporters().containsKey(key);
          default -> false;
        };
    return found ? List.of(new Capability(namespace, Map.of(namespace, key), Map.of())) : List.of();
  }

  boolean hasModule(String name) {
    return layer.findModule(name).isPresent();
  }

  /** The loader of a package that the host shares by name, whatever modules say. */
  @Nullable ClassLoader sharedLoader(String packageName) {
    if (packageName.equals("dev.latent.api") || packageName.startsWith("dev.latent.api.")) {
      return PluginActivator.class.getClassLoader();
    }
    return declared.contains(packageName) ? hostLoader : null;
  }

  /** The host's loader, if it has a class of that name. */
  @Nullable ClassLoader loaderOfClass(String className) {
    return hostLoader.getResource(className.replace('.', '/') + ".class") == null
        ? null
        : hostLoader;
  }

  Set<String> declaredPackages() {
    return declared;
  }

  ClassLoader hostLoader() {
    return hostLoader;
  }

  /** The module of the host's layer that exports a package to all. */
  Map<String, Module> exporters() {
    Map<String, Module> known = exporters;
    if (known == null) {
      known = new HashMap<>();
      for (ModuleLayer one : layers().values()) {
        for (Module module : one.modules()) {
          ModuleDescriptor descriptor = module.getDescriptor();
          if (descriptor.isAutomatic()) {
            for (String packageName : module.getPackages()) {
              known.putIfAbsent(packageName, module);
            }
          }
          for (ModuleDescriptor.Exports exports : descriptor.exports()) {
            if (!exports.isQualified()) {
              known.putIfAbsent(exports.source(), module);
            }
          }
        }
      }
      exporters = known;
    }
    return known;
  }

  /** The layer of a configuration of the host. */
  @Nullable ModuleLayer layerOf(Configuration configuration) {
    return layers().get(configuration);
  }

  private Map<Configuration, ModuleLayer> layers() {
    Map<Configuration, ModuleLayer> known = layers;
    if (known == null) {
      known = new HashMap<>();
      ArrayDeque<ModuleLayer> queue = new ArrayDeque<>();
      queue.add(layer);
      for (ModuleLayer at = queue.poll(); at != null; at = queue.poll()) {
        if (known.putIfAbsent(at.configuration(), at) == null) {
          queue.addAll(at.parents());
        }
      }
      layers = known;
    }
    return known;
  }

  /**
   * The layer that stands in for a module on the host's class path.
   *
   * @return the layer; null if there is no such module
   */
  @Nullable ModuleLayer standIn(String moduleName) {
    return classPath.find(moduleName);
  }

  /** Whether a configuration is that of stand-ins, whose classes come from the host's loader. */
  boolean standsIn(Configuration configuration) {
    return classPath.owns(configuration);
  }
}
