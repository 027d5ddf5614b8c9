package dev.latent.container.root;

import dev.latent.api.PluginId;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The directory for what must survive a restart. Chosen without touching the disk more than to see
 * whether it can be written; made when something is kept.
 */
final class StateDirectory {

  private final Path directory;

  private StateDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Chooses the directory.
   *
   * @param stated what the host or a setting says; null if neither does
   * @param plugins the first plugin directory; null if there is none
   */
  static StateDirectory choose(@Nullable Path stated, @Nullable Path plugins) {
    if (stated != null) {
      return new StateDirectory(stated.toAbsolutePath().normalize().resolve("state"));
    }
    if (plugins != null) {
      File first = plugins.toFile();
      if (first.canWrite()) {
        return new StateDirectory(first.toPath().toAbsolutePath().resolve(".latent/state"));
      }
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache != null && !cache.isEmpty()
            ? Path.of(cache)
            : Path.of(System.getProperty("user.home"), ".cache");
    String name =
        plugins == null
            ? "none"
            : Integer.toHexString(plugins.toAbsolutePath().normalize().toString().hashCode());
    return new StateDirectory(base.resolve("latent").resolve(name).resolve("state"));
  }

  Path path() {
    return directory;
  }

  /** Whether there is a file whose name begins so. */
  boolean has(String prefix) {
    String[] names = directory.toFile().list();
    if (names != null) {
      for (String name : names) {
        if (name.startsWith(prefix)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The data directory of a plugin, made by this call; the same for all its versions. */
  Path data(PluginId plugin) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < plugin.name().length(); i++) {
      char c = plugin.name().charAt(i);
      boolean plain = Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
      name.append(plain ? c : '_');
    }
    try {
      return Files.createDirectories(directory.resolve("data").resolve(name.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The data directory of "
              + plugin
              + " can't be made: "
              + e.getMessage()
              + ". Name a writable place with stateDirectory or latent.state.directory.",
          e);
    }
  }
}
