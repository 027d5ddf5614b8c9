package dev.latent.container.finder;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the file system tells of changes in the plugin directories: which names were touched, and
 * whether more happened than it could tell. Registered by one thread, then used by another.
 */
final class DirectoryEvents {

  private final FinderRoot[] roots;
  private final Map<WatchKey, FinderRoot> keys = new HashMap<>();
  private Set<Indexing.Target> touched = new HashSet<>();
  private @Nullable WatchService service;
  private boolean lost;

  DirectoryEvents(FinderRoot[] roots) {
    this.roots = roots;
  }

  /** Begins to listen, where the file system can tell. */
  void register() {
    try {
      service = FileSystems.getDefault().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      return; // the clock does it
    }
    registerMissing();
  }

  /** Listens to the directories that are not listened to: at first all, later those made anew. */
  private void registerMissing() {
    for (FinderRoot root : roots) {
      DirectoryFinder directory = root.directory();
      if (directory != null && !keys.containsValue(root)) {
        register(root, directory.directory());
      }
    }
  }

  private void register(FinderRoot root, Path directory) {
    WatchService open = service;
    if (open == null) {
      return;
    }
    try {
      WatchKey key =
          directory.register(
              open,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      keys.put(key, root);
    } catch (IOException e) {
      // It is not there, or the system has no more watches: the clock does it.
    }
  }

  /** Waits for events, or for a time. */
  void await(long nanos) throws InterruptedException {
    WatchService open = service;
    if (open == null) {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return;
    }
    int listened = keys.size();
    registerMissing();
    // What happened in a directory before it was listened to was not told.
    lost = lost || keys.size() > listened;
    WatchKey key = open.poll(nanos, TimeUnit.NANOSECONDS);
    while (key != null) {
      take(key);
      key = open.poll();
    }
  }

  /** Takes the events of a directory. */
  void take(WatchKey key) {
    FinderRoot root = keys.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (root != null && event.context() instanceof Path name) {
        touched.add(new Indexing.Target(root, name.toString()));
      } else {
        lost = true; // more happened than there was room for
      }
    }
    if (!key.reset()) {
      keys.remove(key); // the directory is gone; another one of the name may come
    }
  }

  /** The names that were touched since the last call. */
  Set<Indexing.Target> takeTouched() {
    Set<Indexing.Target> taken = touched;
    touched = new HashSet<>();
    return taken;
  }

  /** Whether events were lost since the last call. */
  boolean takeLost() {
    boolean was = lost;
    lost = false;
    return was;
  }

  void close() {
    WatchService open = service;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Nothing is left to be lost.
      }
    }
  }
}
