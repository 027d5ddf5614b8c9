package dev.latent.container.runtime.osgi;

import dev.latent.api.spi.PluginReference;
import dev.latent.container.finder.RegisteredPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content keys of the plugins that stay installed in a framework's storage. A framework may
 * keep what it concluded from a bundle's headers, so a bundle whose content changed while no
 * container was running has to be updated. Used by one thread.
 */
final class ContentKeys {

  private static final String FILE = "latent.keys";

  private final Map<String, String> keys = new TreeMap<>();

  /**
   * Reads the keys of an earlier run and takes them away, so that they are there only after a
   * framework was closed as it should be; what can't be read counts as changed.
   */
  static ContentKeys take(Path storage) {
    ContentKeys keys = read(storage);
    try {
      Files.deleteIfExists(storage.resolve(FILE));
    } catch (IOException e) {
      // Replaced when the framework closes.
      return keys;
    }
    return keys;
  }

  /** Whether a plugin may have data in a storage that no framework of this container has in use. */
  static boolean mayHaveData(Path storage, RegisteredPlugin plugin) {
    // Without data the whole storage is deleted; without keys it was left behind by a crash.
    return Files.isDirectory(storage)
        && (!Files.exists(storage.resolve(FILE))
            || read(storage).keys.containsKey(plugin.reference().location()));
  }

  private static ContentKeys read(Path storage) {
    ContentKeys keys = new ContentKeys();
    try {
      for (String line : Files.readAllLines(storage.resolve(FILE))) {
        int space = line.indexOf('\t');
        if (space > 0) {
          keys.keys.put(line.substring(space + 1), line.substring(0, space));
        }
      }
    } catch (IOException e) {
      // After a crash there may be none: every bundle is updated then, which is always right.
      keys.keys.clear();
    }
    return keys;
  }

  void add(RegisteredPlugin plugin) {
    try {
      keys.put(plugin.reference().location(), plugin.reference().contentKey());
    } catch (IOException e) {
      // Without a key it is updated at the next boot.
      keys.remove(plugin.reference().location());
    }
  }

  /** Whether a plugin has the content that it had. */
  boolean unchanged(RegisteredPlugin plugin) {
    try {
      return plugin.reference().contentKey().equals(keys.get(plugin.reference().location()));
    } catch (IOException e) {
      return false;
    }
  }

  /** Tells whether content changed between two looks, cheaply; empty where nobody can tell. */
  static String look(PluginReference reference) {
    try {
      Path path = reference.path().orElse(null);
      return path == null
          ? reference.contentKey()
          : Files.size(path) + " " + Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      return "";
    }
  }

  void write(Path storage) {
    StringBuilder text = new StringBuilder();
    keys.forEach((location, key) -> text.append(key).append('\t').append(location).append('\n'));
    try {
      Path part = Files.createTempFile(storage, "keys", ".part");
      Files.writeString(part, text);
      Files.move(
          part,
          storage.resolve(FILE),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Nothing is lost but time: every bundle is updated at the next boot.
      return;
    }
  }
}
