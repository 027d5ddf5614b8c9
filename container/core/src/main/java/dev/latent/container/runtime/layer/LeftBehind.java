package dev.latent.container.runtime.layer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a stopped plugin left behind: threads that keep its loader, and open files. */
final class LeftBehind {

  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  private final PluginLayer layer;

  LeftBehind(PluginLayer layer) {
    this.layer = layer;
  }

  /**
   * Looks for it.
   *
   * @param known threads that were reported already
   * @param directory the plugin's data directory; null if it never asked for it
   * @return one line each
   */
  List<String> find(Collection<Thread> known, @Nullable Path directory) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<Thread, StackTraceElement[]> running : Thread.getAllStackTraces().entrySet()) {
      Thread thread = running.getKey();
      if (thread != Thread.currentThread() && !known.contains(thread)) {
        String why = why(thread, running.getValue());
        if (!why.isEmpty()) {
          found.add(
              "Plugin "
                  + layer.plugin().id()
                  + " left thread "
                  + thread.getName()
                  + " running: "
                  + why
                  + ". End it when the plugin stops.");
        }
      }
    }
    if (directory != null) {
      for (Path file : openFilesIn(directory)) {
        found.add(
            "Plugin "
                + layer.plugin().id()
                + " left file "
                + file
                + " open. Close it when the plugin stops.");
      }
    }
    return found;
  }

  /** Whether a thread but this one runs code of the plugin or was made by it. */
  boolean anyThread() {
    for (Map.Entry<Thread, StackTraceElement[]> running : Thread.getAllStackTraces().entrySet()) {
      if (running.getKey() != Thread.currentThread()
          && !why(running.getKey(), running.getValue()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private String why(Thread thread, StackTraceElement[] stack) {
    ClassLoader loader = layer.loader();
    if (loader.equals(thread.getClass().getClassLoader())) {
      return "its class is " + thread.getClass().getName();
    }
    for (StackTraceElement frame : stack) {
      if (String.valueOf(loader.getName()).equals(frame.getClassLoaderName())) {
        return "it runs " + frame.getClassName() + "." + frame.getMethodName();
      }
    }
    if (loader.equals(thread.getContextClassLoader())) {
      return "the plugin's class loader is its context class loader";
    }
    return "";
  }

  /**
   * Lists the open files of this JVM that lie in a directory. Where the system does not tell, none
   * are found.
   */
  static List<Path> openFilesIn(Path directory) {
    List<Path> open = new ArrayList<>();
    if (!Files.isDirectory(OPEN_FILES)) {
      return open;
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(OPEN_FILES)) {
      Path root = directory.toRealPath();
      for (Path link : links) {
        Path target = target(link);
        if (target.startsWith(root)) {
          open.add(target);
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      // What was found so far has to do: it is a report, nothing depends on it.
    }
    return open;
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException closedMeanwhile) {
      return link;
    }
  }
}
