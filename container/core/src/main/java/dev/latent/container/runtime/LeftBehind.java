package dev.latent.container.runtime;

import dev.latent.api.PluginId;
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
public final class LeftBehind {

  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  private final PluginId plugin;
  private final ClassLoader loader;
  private final OwnCode code;

  /** Knows the code of one plugin. */
  public interface OwnCode {

    /**
     * Whether a thread runs code of the plugin on its own account.
     *
     * @param stack the stack of the thread, the innermost call first
     * @return the call that shows it; null if there is none
     */
    @Nullable StackTraceElement in(StackTraceElement[] stack);
  }

  /**
   * Makes it for one plugin.
   *
   * @param plugin the plugin
   * @param loader the class loader of the plugin
   * @param code knows its code
   */
  public LeftBehind(PluginId plugin, ClassLoader loader, OwnCode code) {
    this.plugin = plugin;
    this.loader = loader;
    this.code = code;
  }

  /**
   * Looks for it.
   *
   * @param known threads that were reported already
   * @param places directories whose files are the plugin's own
   * @return one line each
   */
  public List<String> find(Collection<Thread> known, Collection<Path> places) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<Thread, StackTraceElement[]> running : Thread.getAllStackTraces().entrySet()) {
      Thread thread = running.getKey();
      if (thread != Thread.currentThread() && !known.contains(thread)) {
        String why = why(thread, running.getValue());
        if (!why.isEmpty()) {
          found.add(
              "Plugin "
                  + plugin
                  + " left thread "
                  + thread.getName()
                  + " running: "
                  + why
                  + ". End it when the plugin stops.");
        }
      }
    }
    for (Path place : places) {
      for (Path file : openFilesIn(place)) {
        found.add(open("file " + file));
      }
    }
    return found;
  }

  /**
   * Says that something was left open.
   *
   * @param what what it is
   * @return one line
   */
  public String open(String what) {
    return "Plugin " + plugin + " left " + what + " open. Close it when the plugin stops.";
  }

  /**
   * Whether a thread but this one runs code of the plugin or was made by it.
   *
   * @return true if there is one
   */
  public boolean anyThread() {
    for (Map.Entry<Thread, StackTraceElement[]> running : Thread.getAllStackTraces().entrySet()) {
      if (running.getKey() != Thread.currentThread()
          && !why(running.getKey(), running.getValue()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private String why(Thread thread, StackTraceElement[] stack) {
    if (loader.equals(thread.getClass().getClassLoader())) {
      return "its class is " + thread.getClass().getName();
    }
    StackTraceElement own = code.in(stack);
    if (own != null) {
      return "it runs " + own.getClassName() + "." + own.getMethodName();
    }
    if (stack.length > 0 && loader.equals(thread.getContextClassLoader())) {
      return "the plugin's class loader is its context class loader";
    }
    return "";
  }

  /**
   * Lists the open files of this JVM that lie in a directory. Where the system does not tell, none
   * are found.
   *
   * @param directory the directory
   * @return the files, with links followed
   */
  public static List<Path> openFilesIn(Path directory) {
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
