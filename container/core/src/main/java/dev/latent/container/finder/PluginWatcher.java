package dev.latent.container.finder;

import java.nio.file.ClosedWatchServiceException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;

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
  private final DirectoryEvents events;
  private final DirectoryLooks looks;
  private final Thread thread;
  private volatile boolean stopped;
  private long lastCheck = System.nanoTime();

  PluginWatcher(FinderRegistry registry, FinderRoot[] roots) {
    this(registry, roots, new DirectoryEvents(roots));
  }

  PluginWatcher(FinderRegistry registry, FinderRoot[] roots, DirectoryEvents events) {
    this.registry = registry;
    this.roots = roots;
    this.events = events;
    this.looks = new DirectoryLooks(registry, roots);
    this.thread = new Thread(this, "latent-watcher");
    thread.setDaemon(true);
  }

  /** Begins; what changes after the return of this is heard. */
  void start() {
    events.register();
    thread.start();
  }

  /** Whether it watches all directories of some finders, and no others. */
  boolean watches(FinderRoot[] others) {
    return Arrays.equals(directories(roots), directories(others));
  }

  private static Object[] directories(FinderRoot[] roots) {
    return Arrays.stream(roots).filter(root -> root.directory() != null).toArray();
  }

  /** Stops without waiting, as another one takes over. */
  void leave() {
    stopped = true;
    thread.interrupt();
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

  /** What was seen and is still being written. */
  Set<Indexing.Target> copied() {
    return looks.copied();
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        step(System.nanoTime());
        events.await(looks.waits() ? DirectoryLooks.QUIET : LIST_EVERY);
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Told to stop.
    } catch (RuntimeException | Error e) {
      registry.watcherFailed(e);
      if (e instanceof Error error) {
        throw error;
      }
    } finally {
      events.close();
    }
  }

  /** Looks once; at all content where events were lost, and now and then in any case. */
  void step(long now) {
    boolean all = events.takeLost() || now - lastCheck >= CHECK_EVERY;
    lastCheck = all ? now : lastCheck;
    looks.look(now, events.takeTouched(), all);
  }
}
