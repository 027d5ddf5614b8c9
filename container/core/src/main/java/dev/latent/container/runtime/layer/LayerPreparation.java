package dev.latent.container.runtime.layer;

import dev.latent.api.Warmth;
import dev.latent.api.spi.ClassTransformer;
import dev.latent.container.finder.HookMonitor;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.Preparation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepares layer plugins without running any of their code, and takes that back. Thread-safe;
 * several threads may prepare, discard and activate one plugin at once.
 */
final class LayerPreparation {

  private final LayerTable layers;
  private final ReadAhead ahead;
  private final HookMonitor hooks;
  private final Supplier<List<ClassTransformer>> transformers;

  /** How far the classes of prepared layers came. */
  private final Map<PluginLayer, Warmth> defined = new ConcurrentHashMap<>();

  LayerPreparation(
      LayerTable layers,
      ReadAhead ahead,
      HookMonitor hooks,
      Supplier<List<ClassTransformer>> transformers) {
    this.layers = layers;
    this.ahead = ahead;
    this.hooks = hooks;
    this.transformers = transformers;
  }

  /** Prepares a plugin up to a level, as far as its content, its neighbours and hooks allow. */
  Warmth prepare(Preparation preparation) {
    RegisteredPlugin plugin = preparation.plugin();
    Warmth wanted = preparation.level();
    if (wanted.compareTo(Warmth.READ) < 0 || !preparation.goOn()) {
      return level(plugin);
    }
    try {
      if (ahead.of(plugin) == null && !read(preparation)) {
        return level(plugin);
      }
    } catch (IOException | RuntimeException unreadable) {
      return Warmth.LOCATED; // the activation reads again and says what is wrong
    }
    if (wanted.compareTo(Warmth.RESOLVED) >= 0
        && preparation.closure().resolvable()
        && preparation.goOn()) {
      PluginLayer layer = layers.prepare(preparation.closure());
      if (layer != null && wanted.compareTo(Warmth.DEFINED) >= 0) {
        define(preparation, layer);
      }
    }
    return level(plugin);
  }

  private boolean read(Preparation preparation) throws IOException {
    RegisteredPlugin plugin = preparation.plugin();
    Map<String, byte[]> bytes = new ConcurrentHashMap<>();
    try (PluginFiles files = new PluginFiles(plugin)) {
      for (String name : files.classFiles()) {
        if (!preparation.goOn()) {
          return false;
        }
        byte[] file = files.read(name);
        if (file != null && bytes.putIfAbsent(name, file) == null) {
          preparation.read(file.length);
        }
      }
    }
    ahead.put(plugin, bytes);
    PluginLayer layer = layers.find(plugin);
    if (layer != null) {
      layer.files().ahead(bytes);
    }
    return true;
  }

  /** Defines the classes that an activation will ask for, and links them if that stays here. */
  private void define(Preparation preparation, PluginLayer layer) {
    if (preparation.classes().isEmpty() || !transformers.get().isEmpty()) {
      return;
    }
    long generation = hooks.generation(Warmth.DEFINED);
    boolean link = preparation.level() == Warmth.LINKED && !layers.usesTaken(layer);
    boolean[] whole = {true};
    EarlyDefinition.run(generation, () -> whole[0] = define(preparation, layer.loader(), link));
    if (whole[0]) {
      defined.put(layer, link ? Warmth.LINKED : Warmth.DEFINED);
    }
    if (hooks.generation(Warmth.DEFINED) != generation) {
      drop(layer); // what changed meanwhile wins
    }
  }

  private static boolean define(Preparation preparation, PluginClassLoader loader, boolean link) {
    List<String> names = preparation.classes();
    for (int i = 0; i < names.size(); i++) {
      if (!preparation.goOn()) {
        return false;
      }
      try {
        Class<?> known = Class.forName(names.get(i), false, loader);
        if (link) {
          // HotSpot verifies and links a class before it tells its constructors.
          Objects.requireNonNull(known.getConstructors());
        }
      } catch (ClassNotFoundException | LinkageError notNow) {
        // Not to be defined early, or the activation will meet the same and say so.
      }
    }
    return true;
  }

  /** How far a plugin is prepared. */
  Warmth level(RegisteredPlugin plugin) {
    PluginLayer layer = layers.prepared(plugin);
    if (layer != null) {
      return defined.getOrDefault(layer, Warmth.RESOLVED);
    }
    return ahead.of(plugin) == null ? Warmth.COLD : Warmth.READ;
  }

  /**
   * Takes preparation back down to a level. A layer whose classes are taken back goes as a whole,
   * since a loader never forgets a class; the bytes stay.
   *
   * @return the level that the plugin has now
   */
  Warmth discard(RegisteredPlugin plugin, Warmth level) {
    PluginLayer layer = layers.prepared(plugin);
    if (layer != null && level(plugin).compareTo(level) > 0) {
      drop(layer);
    }
    if (level.compareTo(Warmth.READ) < 0 && layers.prepared(plugin) == null) {
      ahead.remove(plugin);
    }
    return level(plugin);
  }

  private void drop(PluginLayer layer) {
    for (PluginLayer gone : layers.drop(layer)) {
      defined.remove(gone);
    }
  }

  /** Forgets what is known of a layer that was used. */
  void used(@Nullable PluginLayer layer) {
    if (layer != null) {
      defined.remove(layer);
    }
  }

  /** Forgets the bytes of a plugin that was used. */
  void forget(RegisteredPlugin plugin) {
    ahead.remove(plugin);
  }

  void clear() {
    defined.clear();
    ahead.clear();
  }
}
