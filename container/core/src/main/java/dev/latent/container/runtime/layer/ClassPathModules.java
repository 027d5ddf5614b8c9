package dev.latent.container.runtime.layer;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the modules on the host's class path. There they are no modules, so nothing that
 * requires them could be resolved; here each has an empty module of its name that exports its
 * packages. Classes never come from the stand-ins: they stay where they are, and plugins read them
 * there.
 *
 * <p>Thread-safe. The class path is searched when a plugin requires a module that is nowhere else:
 * first for module descriptors, then, if that was not enough, for jars without one.
 */
final class ClassPathModules {

  private final ModuleLayer hostLayer;
  private final ClassLoader hostLoader;
  private volatile @Nullable ModuleLayer explicit;
  private volatile @Nullable ModuleLayer automatic;

  ClassPathModules(ModuleLayer hostLayer, ClassLoader hostLoader) {
    this.hostLayer = hostLayer;
    this.hostLoader = hostLoader;
  }

  /**
   * Finds the layer of a stand-in.
   *
   * @return the layer; null if the class path has no such module
   */
  @Nullable ModuleLayer find(String moduleName) {
    ModuleLayer first = explicit;
    if (first == null) {
      first = layer(describedModules(), hostLayer);
      explicit = first;
    }
    if (has(first, moduleName)) {
      return first;
    }
    ModuleLayer second = automatic;
    if (second == null) {
      second = layer(undescribedModules(first), first);
      automatic = second;
    }
    return has(second, moduleName) ? second : null;
  }

  private static boolean has(ModuleLayer layer, String moduleName) {
    for (Module module : layer.modules()) {
      if (module.getName().equals(moduleName)) {
        return true;
      }
    }
    return false;
  }

  boolean owns(Configuration configuration) {
    ModuleLayer first = explicit;
    ModuleLayer second = automatic;
    return (first != null && first.configuration() == configuration)
        || (second != null && second.configuration() == configuration);
  }

  private ModuleLayer layer(Map<String, ModuleDescriptor> found, ModuleLayer parent) {
    List<ModuleDescriptor> standIns = new ArrayList<>();
    for (ModuleDescriptor descriptor : found.values()) {
      standIns.add(standIn(descriptor, found.keySet()));
    }
    try {
      return layerOf(standIns, parent);
    } catch (FindException | ResolutionException | LayerInstantiationException conflict) {
      // Class paths may hold what modules may not. Those that do not read others do no harm.
      List<ModuleDescriptor> alone = new ArrayList<>();
      for (ModuleDescriptor descriptor : found.values()) {
        alone.add(standIn(descriptor, Set.of()));
      }
      return layerOf(alone, parent);
    }
  }

  private static ModuleLayer layerOf(List<ModuleDescriptor> standIns, ModuleLayer parent) {
    Set<String> names = new HashSet<>();
    for (ModuleDescriptor descriptor : standIns) {
      names.add(descriptor.name());
    }
    Configuration configuration =
        Configuration.resolve(
            new EmptyModules(standIns), List.of(parent.configuration()), ModuleFinder.of(), names);
    return ModuleLayer.defineModules(configuration, List.of(parent), name -> new EmptyLoader(name))
        .layer();
  }

  private ModuleDescriptor standIn(ModuleDescriptor descriptor, Set<String> others) {
    ModuleDescriptor.Builder builder = ModuleDescriptor.newModule(descriptor.name());
    for (ModuleDescriptor.Requires requires : descriptor.requires()) {
      if (requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE)
          && (others.contains(requires.name())
              || hostLayer.findModule(requires.name()).isPresent())) {
        builder.requires(Set.of(ModuleDescriptor.Requires.Modifier.TRANSITIVE), requires.name());
      }
    }
    if (descriptor.isAutomatic()) {
      for (String packageName : descriptor.packages()) {
        builder.exports(packageName);
      }
    }
    for (ModuleDescriptor.Exports exports : descriptor.exports()) {
      if (exports.isQualified()) {
        builder.exports(exports.source(), exports.targets());
      } else {
        builder.exports(exports.source());
      }
    }
    return builder.build();
  }

  private Map<String, ModuleDescriptor> describedModules() {
    Map<String, ModuleDescriptor> found = new LinkedHashMap<>();
    for (URL url : resources("module-info.class")) {
      if (url.getProtocol().equals("jrt")) {
        continue; // of the platform itself, whose modules are in the host's layer if anywhere
      }
      try (InputStream in = url.openStream()) {
        ModuleDescriptor descriptor = ModuleDescriptor.read(in);
        if (hostLayer.findModule(descriptor.name()).isEmpty()) {
          found.putIfAbsent(descriptor.name(), descriptor);
        }
      } catch (IOException | InvalidModuleDescriptorException unreadable) {
        // Whoever requires it will hear that it is missing.
      }
    }
    return found;
  }

  /** Jars without {@code module-info}, by the names that they would have as modules. */
  private Map<String, ModuleDescriptor> undescribedModules(ModuleLayer described) {
    Map<String, ModuleDescriptor> found = new LinkedHashMap<>();
    for (URL url : resources("META-INF/MANIFEST.MF")) {
      String text = url.toExternalForm();
      int end = text.indexOf("!/");
      if (!text.startsWith("jar:file:") || end < 0) {
        continue;
      }
      try {
        Path jar = Path.of(URI.create(text.substring("jar:".length(), end)));
        for (ModuleReference reference : ModuleFinder.of(jar).findAll()) {
          ModuleDescriptor descriptor = reference.descriptor();
          if (described.findModule(descriptor.name()).isEmpty()) {
            found.putIfAbsent(descriptor.name(), descriptor);
          }
        }
      } catch (FindException | IllegalArgumentException noModule) {
        // Its name is none that a module may have, so nobody can require it.
      }
    }
    return found;
  }

  private List<URL> resources(String name) {
    try {
      return Collections.list(hostLoader.getResources(name));
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** Has no class. */
  private static final class EmptyLoader extends ClassLoader {
    EmptyLoader(String moduleName) {
      super("stand-in for " + moduleName, null);
    }
  }

  private static final class EmptyModules implements ModuleFinder {

    private final Map<String, ModuleReference> references = new LinkedHashMap<>();

    EmptyModules(List<ModuleDescriptor> descriptors) {
      for (ModuleDescriptor descriptor : descriptors) {
        references.put(
            descriptor.name(),
            new ModuleReference(descriptor, null) {
              @Override
              public ModuleReader open() throws IOException {
                throw new IOException(descriptor().name() + " is on the class path of the host");
              }
            });
      }
    }

    @Override
    public Optional<ModuleReference> find(String name) {
      return Optional.ofNullable(references.get(name));
    }

    @Override
    public Set<ModuleReference> findAll() {
      return Set.copyOf(references.values());
    }
  }
}
