package dev.latent.container.activation;

import dev.latent.api.PluginId;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps on disk which plugins are being activated, so that after the JVM died, or was ended by a
 * plugin that calls {@code System.exit}, the next start can say which. One file per process; it is
 * there only while something is being activated. Never makes an activation fail.
 */
public final class ActivationMarker {

  /** How the names of markers begin. */
  public static final String PREFIX = "activating-";

  /** Guards the list and the file; nothing but this class's own writing runs under it. */
  private final Object lock = new Object();

  private final List<String> plugins = new ArrayList<>();
  private final @Nullable Path directory;

  /**
   * Makes a marker.
   *
   * @param directory where durable state is kept; null to keep none
   */
  public ActivationMarker(@Nullable Path directory) {
    this.directory = directory;
  }

  void begin(PluginId plugin) {
    if (directory != null) {
      synchronized (lock) {
        plugins.add(plugin.toString());
        write(directory);
      }
    }
  }

  void end(PluginId plugin) {
    if (directory != null) {
      synchronized (lock) {
        plugins.remove(plugin.toString());
        write(directory);
      }
    }
  }

  void close() {
    if (directory != null) {
      synchronized (lock) {
        plugins.clear();
        write(directory);
      }
    }
  }

  private void write(Path target) {
    Path file = target.resolve(PREFIX + ProcessHandle.current().pid());
    try {
      if (plugins.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        if (!target.toFile().isDirectory()) {
          Files.createDirectories(target);
        }
        Files.writeString(file, String.join("\n", plugins), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      // The marker only serves an explanation after a crash; activation goes on without it.
      return;
    }
  }

  /**
   * Looks for markers of processes that are gone, and removes them.
   *
   * @return the plugins that were being activated when their process ended, as text, outermost
   *     first
   */
  public List<String> takeLeftBehind() {
    if (directory == null) {
      return List.of();
    }
    String[] names = directory.toFile().list();
    if (names == null) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (name.startsWith(PREFIX)) {
        read(new File(directory.toFile(), name), name.substring(PREFIX.length()), found);
      }
    }
    return found;
  }

  private static void read(File file, String process, List<String> found) {
    try {
      long pid = Long.parseLong(process);
      boolean alive = pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent();
      if (!alive) {
        found.addAll(Files.readAllLines(file.toPath(), StandardCharsets.UTF_8));
        Files.delete(file.toPath());
      }
    } catch (IOException | NumberFormatException e) {
      found.add("a plugin that " + file + " does not tell (" + e.getMessage() + ")");
    }
  }
}
