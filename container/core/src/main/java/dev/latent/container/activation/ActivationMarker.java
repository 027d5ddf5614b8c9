package dev.latent.container.activation;

import dev.latent.api.PluginId;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps on disk which plugins are being activated, so that after the JVM died, or was ended by a
 * plugin that calls {@code System.exit}, the next start can say which. One file per container,
 * whose name tells the process and when that began, as numbers of processes come again; it is there
 * only while something is being activated. Never makes an activation fail.
 */
public final class ActivationMarker {

  /** How the names of markers begin. */
  public static final String PREFIX = "activating-";

  private static final long CLOCK_MILLIS = 2000;

  /** Tells the containers of this JVM apart, also those of another loader's copy of this class. */
  private static final AtomicLong CONTAINERS = new AtomicLong(System.nanoTime());

  /** Guards the list and the file; nothing but this class's own writing runs under it. */
  private final Object lock = new Object();

  private final List<String> plugins = new ArrayList<>();
  private final @Nullable Path directory;
  private @Nullable Path file;

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
    Path own = file;
    if (own == null) {
      own = target.resolve(name(ProcessHandle.current()));
      file = own;
    }
    try {
      if (plugins.isEmpty()) {
        Files.deleteIfExists(own);
      } else {
        if (!target.toFile().isDirectory()) {
          Files.createDirectories(target);
        }
        Files.writeString(own, String.join("\n", plugins), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      // The marker only serves an explanation after a crash; activation goes on without it.
      return;
    }
  }

  private static String name(ProcessHandle process) {
    return PREFIX
        + process.pid()
        + "-"
        + begun(process)
        + "-"
        + Long.toUnsignedString(CONTAINERS.getAndIncrement(), 36);
  }

  /** When a process began, in milliseconds; 0 where the system does not tell. */
  private static long begun(ProcessHandle process) {
    Optional<Instant> begun = process.info().startInstant();
    return begun.isPresent() ? begun.get().toEpochMilli() : 0;
  }

  /**
   * Looks for markers of processes that are gone.
   *
   * @param take whether to remove them, as whoever starts does once it said so; one who only looks
   *     leaves them to that
   * @return the plugins that were being activated when their process ended, as text, outermost
   *     first
   */
  public List<String> leftBehind(boolean take) {
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
        read(new File(directory.toFile(), name), take, found);
      }
    }
    return found;
  }

  private static void read(File file, boolean take, List<String> found) {
    try {
      if (!alive(file.getName())) {
        List<String> lines = Files.readAllLines(file.toPath(), StandardCharsets.UTF_8);
        if (take) {
          Files.delete(file.toPath());
        }
        found.addAll(lines);
      }
    } catch (NoSuchFileException e) {
      return; // another start took it, and says so
    } catch (IOException | NumberFormatException e) {
      found.add("a plugin that " + file + " does not tell (" + e.getMessage() + ")");
    }
  }

  /** Whether the process that wrote a marker is still there, and not another one of its number. */
  private static boolean alive(String name) {
    int number = name.indexOf('-', PREFIX.length());
    int begin = number < 0 ? -1 : name.indexOf('-', number + 1);
    if (begin < 0) {
      throw new NumberFormatException("it is not named as markers are");
    }
    long pid = Long.parseLong(name.substring(PREFIX.length(), number));
    long begun = Long.parseLong(name.substring(number + 1, begin));
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      return false;
    }
    long now = begun(process.get());
    // This JVM tells its own begin always alike; that of others by a clock that may be set.
    long tolerance = pid == ProcessHandle.current().pid() ? 0 : CLOCK_MILLIS;
    return Math.abs(now - begun) <= tolerance || now == 0 || begun == 0;
  }
}
