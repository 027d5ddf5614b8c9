package dev.latent.container.runtime.layer;

import dev.latent.api.PluginActivator;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.resolve.HostCapabilities;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
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
  private volatile @Nullable Map<String, Set<String>> classPath;

  HostModules(RuntimeEnvironment environment) {
    this.layer = environment.hostLayer();
    this.hostLoader = environment.hostLoader();
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
          case Namespaces.MODULE -> hasModule(key) || classPathPackages(key) != null;
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
      known = new IdentityHashMap<>();
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
   * The packages that a module on the host's class path exports.
   *
   * @return the packages, also those of modules that it requires transitively; null if there is no
   *     such module
   */
  @Nullable Set<String> classPathPackages(String moduleName) {
    Map<String, Set<String>> known = classPath;
    if (known == null) {
      known = searchClassPath();
      classPath = known;
    }
    return known.get(moduleName);
  }

  private Map<String, Set<String>> searchClassPath() {
    Map<String, ModuleDescriptor> found = new LinkedHashMap<>();
    try {
      for (URL url : Collections.list(hostLoader.getResources("module-info.class"))) {
        try (InputStream in = url.openStream()) {
          ModuleDescriptor descriptor = ModuleDescriptor.read(in);
          found.putIfAbsent(descriptor.name(), descriptor);
        } catch (IOException | InvalidModuleDescriptorException unreadable) {
          // Whoever requires it will hear that it is missing.
        }
      }
      for (URL url : Collections.list(hostLoader.getResources("META-INF/MANIFEST.MF"))) {
        automatic(found, url);
      }
    } catch (IOException unreadable) {
      // What was found so far has to do.
    }
    Map<String, Set<String>> packages = new HashMap<>();
    for (String name : found.keySet()) {
      packages.put(name, exported(found, name));
    }
    return packages;
  }

  /** A jar without {@code module-info} is known by the name that it would have as a module. */
  private static void automatic(Map<String, ModuleDescriptor> found, URL manifest) {
    String text = manifest.toExternalForm();
    int end = text.indexOf("!/");
    if (!text.startsWith("jar:file:") || end < 0) {
      return;
    }
    try {
      Path jar = Path.of(URI.create(text.substring("jar:".length(), end)));
      for (ModuleReference reference : ModuleFinder.of(jar).findAll()) {
        ModuleDescriptor descriptor = reference.descriptor();
        found.putIfAbsent(descriptor.name(), descriptor);
      }
    } catch (FindException | IllegalArgumentException noModule) {
      // Its name is none that a module may have, so nobody can require it.
    }
  }

  private static Set<String> exported(Map<String, ModuleDescriptor> found, String name) {
    Set<String> packages = new HashSet<>();
    Set<String> seen = new HashSet<>();
    ArrayDeque<String> queue = new ArrayDeque<>();
    queue.add(name);
    for (String at = queue.poll(); at != null; at = queue.poll()) {
      ModuleDescriptor descriptor = found.get(at);
      if (descriptor == null || !seen.add(at)) {
        continue;
      }
      if (descriptor.isAutomatic()) {
        packages.addAll(descriptor.packages());
      }
      for (ModuleDescriptor.Exports exports : descriptor.exports()) {
        if (!exports.isQualified()) {
          packages.add(exports.source());
        }
      }
      for (ModuleDescriptor.Requires requires : descriptor.requires()) {
        if (requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE)) {
          queue.add(requires.name());
        }
      }
    }
    return packages;
  }
}
