package dev.latent.container.runtime.layer;

import dev.latent.container.finder.RegisteredPlugin;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Class bytes that were read early, by plugin, where its layers find them: they outlive a layer
 * that is taken back. The JVM may take them when memory is short. Thread-safe.
 */
final class ReadAhead {

  private final Map<RegisteredPlugin, SoftReference<Map<String, byte[]>>> all =
      new ConcurrentHashMap<>();

  /** What was read of a plugin; null if nothing was, or if it was taken. */
  @Nullable Map<String, byte[]> of(RegisteredPlugin plugin) {
    SoftReference<Map<String, byte[]>> kept = all.get(plugin);
    return kept == null ? null : kept.get();
  }

  void put(RegisteredPlugin plugin, Map<String, byte[]> bytes) {
    all.put(plugin, new SoftReference<>(bytes));
  }

  void remove(RegisteredPlugin plugin) {
    all.remove(plugin);
  }

  void clear() {
    all.clear();
  }
}
