package dev.latent.demo.actions;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Module layers over the plugin directory, one for each plugin, of the modules that it requires and
 * no others. The finder must be as narrow: one automatic module pulls in all that its finder shows.
 */
final class LayerHost {

  private static final String API_MODULE = "dev.latent.demo.api";

  private final Map<String, ModuleReference> modules = new HashMap<>();
  private final Map<Path, ModuleReference> byJar = new HashMap<>();
  private final Map<Path, String> refused = new HashMap<>();

  LayerHost() throws URISyntaxException {
    for (Path jar : PluginDirectory.jars()) {
      try {
        for (ModuleReference reference : ModuleFinder.of(jar).findAll()) {
          modules.put(reference.descriptor().name(), reference);
          byJar.put(jar, reference);
        }
      } catch (FindException e) {
        refused.put(jar, String.valueOf(e.getMessage())); // a bundle whose name is no module's
      }
    }
    // The host's own: here it comes from the class path of the test.
    Path api =
        Path.of(DocumentAction.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    modules.put(API_MODULE, ModuleFinder.of(api).find(API_MODULE).orElseThrow());
  }

  private ModuleReference plugin(Path jar) {
    ModuleReference plugin = byJar.get(jar);
    if (plugin == null) {
      throw new IllegalArgumentException(jar + " is no module: " + refused.get(jar));
    }
    return plugin;
  }

  /** Resolves a plugin against the directory and the platform. */
  Configuration resolve(Path jar) {
    ModuleReference plugin = plugin(jar);
    return ModuleLayer.boot()
        .configuration()
        .resolve(closure(plugin), ModuleFinder.of(), Set.of(plugin.descriptor().name()));
  }

  private ModuleFinder closure(ModuleReference plugin) {
    Map<String, ModuleReference> closure = new TreeMap<>();
    Deque<ModuleReference> open = new ArrayDeque<>(List.of(plugin));
    while (!open.isEmpty()) {
      ModuleReference next = open.remove();
      if (closure.put(next.descriptor().name(), next) == null) {
        next.descriptor().requires().stream()
            .filter(r -> !r.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
            .map(requires -> modules.get(requires.name()))
            .filter(Objects::nonNull)
            .forEach(open::add);
      }
    }
    return new ModuleFinder() {
      @Override
      public Optional<ModuleReference> find(String name) {
        return Optional.ofNullable(closure.get(name));
      }

      @Override
      public Set<ModuleReference> findAll() {
        return closure.values().stream().collect(Collectors.toSet());
      }
    };
  }

  DocumentAction action(DeclaredAction declared) throws Exception {
    Configuration configuration = resolve(declared.jar());
    String module = plugin(declared.jar()).descriptor().name();
    ModuleLayer layer =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
    ClassLoader loader = layer.findLoader(module);
    // A plugin that requires others has theirs in its layer, too.
    Object action =
        ServiceLoader.load(layer, loader.loadClass(DocumentAction.class.getName())).stream()
            .filter(provider -> module.equals(provider.type().getModule().getName()))
            .findFirst()
            .orElseThrow()
            .get();
    return new LayerAction(action, loader, declared.optionNames());
  }

  /** An action of a layer that has the API as a module of its own, under another loader. */
  private static final class LayerAction implements DocumentAction {
    private final Object action;
    private final ClassLoader loader;
    private final List<String> optionNames;

    LayerAction(Object action, ClassLoader loader, List<String> optionNames) {
      this.action = action;
      this.loader = loader;
      this.optionNames = optionNames;
    }

    @Override
    public Document run(Document input, ActionOptions options) throws Exception {
      Class<?> documentType = loader.loadClass(Document.class.getName());
      Class<?> optionsType = loader.loadClass(ActionOptions.class.getName());
      Map<String, Object> documents = new HashMap<>();
      Map<String, String> values = new HashMap<>();
      for (String name : optionNames) {
        options.document(name).ifPresent(document -> documents.put(name, there(document)));
        String value = options.text(name, "");
        if (!value.isEmpty()) {
          values.put(name, value);
        }
      }
      Object theirs =
          optionsType.getConstructor(Map.class, Map.class).newInstance(values, documents);
      try {
        Object result =
            loader
                .loadClass(DocumentAction.class.getName())
                .getMethod("run", documentType, optionsType)
                .invoke(action, there(input), theirs);
        return new Document(
            (String) documentType.getMethod("name").invoke(result),
            (String) documentType.getMethod("mediaType").invoke(result),
            (byte[]) documentType.getMethod("content").invoke(result));
      } catch (InvocationTargetException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }

    private Object there(Document document) {
      try {
        return loader
            .loadClass(Document.class.getName())
            .getConstructor(String.class, String.class, byte[].class)
            .newInstance(document.name(), document.mediaType(), document.content());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
