package dev.latent.container.runtime.layer;

import dev.latent.api.Warmth;
import dev.latent.api.spi.ClassTransformer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Prepares layer plugins without running any of their code, and takes that back. Thread-safe; one
 * plugin is prepared or discarded by one thread at a time.
 */
final class LayerPreparation {

  private final LayerTable layers;
  private final Supplier<List<ClassTransformer>> transformers;
  private final Map<RegisteredPlugin, Prepared> prepared = new ConcurrentHashMap<>();

  private record Prepared(PluginLayer layer, Warmth level) {}

  LayerPreparation(LayerTable layers, Supplier<List<ClassTransformer>> transformers) {
    this.layers = layers;
    this.transformers = transformers;
  }

  /**
   * Prepares a plugin up to a level, as far as its content allows.
   *
   * <p>Reading ahead needs the layer's files, so the layer is made for that level already; making
   * it can't be seen from outside. With a transformer in force no class is defined, since the
   * transformer would see a class that nobody asked for.
   */
  Warmth prepare(Closure closure, Warmth level) {
    RegisteredPlugin plugin = closure.plugin();
    Prepared before = prepared.get(plugin);
    Warmth reached = before == null ? Warmth.COLD : before.level();
    Warmth wanted = capped(level);
    if (reached.compareTo(wanted) >= 0 || !closure.resolvable()) {
      return reached;
    }
    if (wanted == Warmth.LOCATED) {
      return Warmth.LOCATED;
    }
    PluginLayer layer = before == null ? layers.hold(closure) : before.layer();
    try {
      if (reached.compareTo(Warmth.READ) < 0) {
        layer.files().readAhead();
        reached = wanted == Warmth.READ ? Warmth.READ : Warmth.RESOLVED;
      }
      if (wanted.compareTo(Warmth.RESOLVED) >= 0 && reached == Warmth.READ) {
        reached = Warmth.RESOLVED;
      }
      if (wanted.compareTo(Warmth.DEFINED) >= 0) {
        defineAll(layer, wanted == Warmth.LINKED);
        reached = wanted;
      }
    } catch (IOException unreadable) {
      // The activation reads again and says what is wrong.
    }
    prepared.put(plugin, new Prepared(layer, reached));
    return reached;
  }

  private Warmth capped(Warmth level) {
    boolean foreign = !transformers.get().isEmpty();
    return foreign && level.compareTo(Warmth.RESOLVED) > 0 ? Warmth.RESOLVED : level;
  }

  private static void defineAll(PluginLayer layer, boolean link) throws IOException {
    for (String file : layer.files().classFiles()) {
      String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
      try {
        Class<?> defined = Class.forName(name, false, layer.loader());
        if (link) {
          // HotSpot verifies and links a class before it tells its constructors.
          Objects.requireNonNull(defined.getConstructors());
        }
      } catch (ClassNotFoundException | LinkageError notNow) {
        // A class for an optional dependency that is not there; whoever needs it will hear.
      }
    }
  }

  /**
   * Takes preparation back down to a level.
   *
   * @return the level that the plugin has now; higher than asked for where its layer is in use by
   *     plugins that are active or prepared
   */
  Warmth discard(RegisteredPlugin plugin, Warmth level) {
    Prepared before = prepared.get(plugin);
    if (before == null) {
      return Warmth.COLD;
    }
    if (before.level().compareTo(level) <= 0) {
      return before.level();
    }
    if (before.level().compareTo(Warmth.RESOLVED) <= 0 && level.compareTo(Warmth.READ) >= 0) {
      prepared.put(plugin, new Prepared(before.layer(), level));
      return level;
    }
    prepared.remove(plugin);
    if (!layers.release(before.layer()).isEmpty()) {
      return before.level();
    }
    return Warmth.COLD;
  }

  /** Forgets a plugin's preparation because its code has run. */
  void drop(PluginLayer layer) {
    Prepared before = prepared.get(layer.plugin());
    if (before != null && before.layer().equals(layer) && prepared.remove(layer.plugin(), before)) {
      layers.release(layer);
    }
  }

  void clear() {
    prepared.clear();
  }
}
