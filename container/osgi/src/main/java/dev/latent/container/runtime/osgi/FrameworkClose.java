package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.StackPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/**
 * Takes a framework down on a thread of its own, since a framework may wait for ever for a plugin
 * that does not stop. Given up, that thread goes on when the plugin lets it, and frees the storage
 * then: two frameworks must not write to it at once.
 */
final class FrameworkClose {

  /** What is granted beyond the limit where no plugin is known to be in the way. */
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);

  private final BootedFramework booted;
  private final Framework framework;
  private final StorageLock storage;
  private final IndexConnector connector;
  private final List<FrameworkWatcher> watchers;
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

  FrameworkClose(
      BootedFramework booted,
      Framework framework,
      StorageLock storage,
      IndexConnector connector,
      List<FrameworkWatcher> watchers) {
    this.booted = booted;
    this.framework = framework;
    this.storage = storage;
    this.connector = connector;
    this.watchers = watchers;
  }

  /** Closes it within a limit; what went wrong or is left is returned in words. */
  List<String> run(Duration limit) {
    String description = booted.description();
    Thread closer = new Thread(() -> close(description), "latent-closes-framework");
    closer.setDaemon(true);
    closer.setContextClassLoader(booted.environment().hostLoader());
    closer.start();
    boolean interrupted = join(closer, Math.max(1, limit.toMillis()));
    if (closer.isAlive() && booted.givenUp().all().isEmpty()) {
      interrupted |= join(closer, PATIENCE_MILLIS);
    }
    List<String> left = new ArrayList<>(failures);
    if (closer.isAlive()) {
      left.add(description + " could not be closed within the limit: " + inTheWay(closer));
      connector.closeAll();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  private String inTheWay(Thread closer) {
    List<String> known = booted.givenUp().all();
    return (known.isEmpty()
            ? "thread " + closer.getName() + " is at " + StackPlace.of(closer)
            : String.join("; ", known))
        + ". It closes once that ends. Until then its storage "
        + storage.directory()
        + " is in use, and another container can't keep data of bundles there.";
  }

  /** Waits for a thread, interrupted or not; says whether it was. */
  private static boolean join(Thread thread, long millis) {
    boolean interrupted = false;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = 1; thread.isAlive() && left > 0; left = end - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
      } catch (InterruptedException e) {
        interrupted = true; // closing is finished all the same; the caller hears of it then
      }
    }
    return interrupted;
  }

  private void close(String description) {
    for (FrameworkWatcher watcher : watchers) {
      try {
        watcher.closing();
      } catch (RuntimeException | LinkageError e) {
        failures.add(description + " is closed, but what carries services failed to: " + e);
      }
    }
    boolean keep = sortOut();
    try {
      framework.stop();
      framework.waitForStop(0);
    } catch (BundleException e) {
      failures.add(description + " could not be stopped: " + e.getMessage());
      return;
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but code of a plugin; the storage stays taken.
      Thread.currentThread().interrupt();
      return;
    }
    connector.closeAll();
    if (!keep) {
      storage.deleteStorage();
    }
    storage.close();
  }

  /** Takes out of the storage what need not survive; says whether anything has to. */
  private boolean sortOut() {
    BundleContext system = framework.getBundleContext();
    if (system == null) {
      // A plugin has stopped the framework; the next boot sorts out what it left.
      return storage.durable();
    }
    ContentKeys keys = new ContentKeys();
    List<Bundle> transients = new ArrayList<>();
    boolean data = false;
    for (Bundle bundle : system.getBundles()) {
      if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
        continue;
      }
      if (BootedFramework.hasData(bundle)) {
        data = true;
        RegisteredPlugin plugin = booted.pluginOf(bundle);
        // What changed unnoticed has to be updated at the next boot.
        if (plugin != null && booted.current(plugin)) {
          keys.add(plugin);
        }
      } else {
        transients.add(bundle);
      }
    }
    if (!data || !storage.durable()) {
      return false;
    }
    keys.write(storage.directory());
    for (Bundle bundle : transients) {
      // One that can't be taken out now is dropped at the next boot.
      if (booted.givenUp().holder(List.of(bundle)) == null) {
        try {
          bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
          failures.add(bundle.getSymbolicName() + " could not be uninstalled: " + e.getMessage());
        }
      }
    }
    return true;
  }
}
