package dev.latent.container.finder;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
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
 * Watches the plugin directories on one daemon thread: woken by the file system where it tells of
 * changes, and by the clock in any case, as some file systems tell nothing and none tells of
 * changes inside exploded plugins.
 */
final class PluginWatcher implements Runnable {

  private static final long LIST_EVERY = TimeUnit.SECONDS.toNanos(2);
  private static final long CHECK_EVERY = TimeUnit.SECONDS.toNanos(30);
  private static final long STOP_MILLIS = 2000;

  private final FinderRegistry registry;
  private final FinderRoot[] roots;
  private final DirectoryLooks looks;
  private final Thread thread;
  private volatile boolean stopped;

  PluginWatcher(FinderRegistry registry, FinderRoot[] roots) {
    this.registry = registry;
    this.roots = roots;
    this.looks = new DirectoryLooks(registry, roots);
    this.thread = new Thread(this, "latent-watcher");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Stops, and waits for a look that is on its way, two seconds at most. */
  void stop() {
    stopped = true;
    thread.interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    Map<WatchKey, Integer> keys = new HashMap<>();
    WatchService service = register(keys);
    long lastCheck = System.nanoTime();
    Set<Indexing.Target> touched = new HashSet<>();
    try {
      while (!stopped) {
        long now = System.nanoTime();
        boolean all = now - lastCheck >= CHECK_EVERY;
        lastCheck = all ? now : lastCheck;
        looks.look(now, touched, all);
        touched.clear();
        await(service, keys, touched, looks.waits() ? DirectoryLooks.QUIET : LIST_EVERY);
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Told to stop.
    } catch (RuntimeException | Error e) {
      registry.watcherFailed(e);
      if (e instanceof Error error) {
        throw error;
      }
    } finally {
      close(service);
    }
  }

  private @Nullable WatchService register(Map<WatchKey, Integer> keys) {
    WatchService service;
    try {
      service = FileSystems.getDefault().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
    for (int i = 0; i < roots.length; i++) {
      DirectoryFinder directory = roots[i].directory();
      if (directory != null) {
        try {
          WatchKey key =
              directory
                  .directory()
                  .register(
                      service,
                      StandardWatchEventKinds.ENTRY_CREATE,
                      StandardWatchEventKinds.ENTRY_MODIFY,
                      StandardWatchEventKinds.ENTRY_DELETE);
          keys.put(key, i);
        } catch (IOException e) {
          // It is not there, or the system has no more watches: the clock does it.
        }
      }
    }
    return service;
  }

  private static void await(
      @Nullable WatchService service,
      Map<WatchKey, Integer> keys,
      Set<Indexing.Target> touched,
      long nanos)
      throws InterruptedException {
    if (service == null) {
      TimeUnit.NANOSECONDS.sleep(nanos);
      return;
    }
    WatchKey key = service.poll(nanos, TimeUnit.NANOSECONDS);
    while (key != null) {
      Integer root = keys.get(key);
      for (WatchEvent<?> event : key.pollEvents()) {
        if (root != null && event.context() instanceof Path name) {
          touched.add(new Indexing.Target(root, name.toString()));
        }
      }
      key.reset();
      key = service.poll();
    }
  }

  private static void close(@Nullable WatchService service) {
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        // Nothing is left to be lost.
      }
    }
  }
}
