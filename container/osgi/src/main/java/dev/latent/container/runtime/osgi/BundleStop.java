package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.RegisteredPlugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** Stops one bundle within a limit and looks for threads that it leaves behind. */
final class BundleStop {

  private static final long GRACE_MILLIS = 500;

  private final RegisteredPlugin plugin;
  private final Bundle bundle;
  private boolean threw;

  BundleStop(RegisteredPlugin plugin, Bundle bundle) {
    this.plugin = plugin;
    this.bundle = bundle;
  }

  /** Stops it; what went wrong is returned in words. */
  List<String> run(Duration limit) {
    List<String> faults = new ArrayList<>();
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    ClassLoader loader = wiring == null ? null : wiring.getClassLoader();
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread stopper =
        new Thread(
            () -> {
              try {
                bundle.stop(Bundle.STOP_TRANSIENT);
              } catch (BundleException e) {
                thrown.set(e.getCause() == null ? e : e.getCause());
              } catch (RuntimeException | LinkageError e) {
                thrown.set(e);
              }
            },
            "latent-stop-" + plugin.id().name());
    stopper.setDaemon(true);
    stopper.setContextClassLoader(loader);
    stopper.start();
    if (!join(stopper, Math.max(1, limit.toMillis()))) {
      stopper.interrupt();
      boolean ended = join(stopper, GRACE_MILLIS);
      faults.add(
          "Plugin "
              + plugin.id()
              + " did not stop within "
              + limit.toMillis()
              + " ms and was interrupted"
              + (ended
                  ? "."
                  : ", which did not help: thread " + stopper.getName() + " still runs."));
    }
    Throwable failure = thrown.get();
    threw = failure != null;
    if (failure != null) {
      faults.add("Plugin " + plugin.id() + " threw while it was stopped: " + failure);
    }
    if (loader != null) {
      leftThreads(loader, stopper, faults);
    }
    return faults;
  }

  /** Whether the stop method threw, or was given up. Valid after {@link #run}. */
  boolean threw() {
    return threw;
  }

  private static boolean join(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void leftThreads(ClassLoader loader, Thread stopper, List<String> faults) {
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      Thread thread = entry.getKey();
      if (thread.equals(stopper) || thread.equals(Thread.currentThread())) {
        continue;
      }
      if (isOfBundle(thread, entry.getValue(), loader)) {
        faults.add(
            "Plugin " + plugin.id() + " left the thread '" + thread.getName() + "' running.");
      }
    }
  }

  private boolean isOfBundle(Thread thread, StackTraceElement[] stack, ClassLoader loader) {
    return loader.equals(thread.getClass().getClassLoader())
        || runs(stack)
        || (loader.equals(thread.getContextClassLoader()) && stack.length > 0);
  }

  /** Whether a thread but this one runs code of the bundle or was made by it. */
  boolean anyThread(ClassLoader loader) {
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      if (!entry.getKey().equals(Thread.currentThread())
          && isOfBundle(entry.getKey(), entry.getValue(), loader)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a thread was begun by a class of the bundle: the outermost frames tell. */
  private boolean runs(StackTraceElement[] stack) {
    for (int i = stack.length - 1; i >= Math.max(0, stack.length - 6); i--) {
      String name = ofSource(stack[i].getClassName());
      if (!name.startsWith("java.") && !name.startsWith("jdk.")) {
        return bundle.getState() != Bundle.UNINSTALLED
            && !name.startsWith("dev.latent.container.")
            && bundle.getEntry(name.replace('.', '/') + ".class") != null;
      }
    }
    return false;
  }

  /** The class that a lambda or method reference was written in, else the class itself. */
  private static String ofSource(String className) {
    int made = className.indexOf("$$Lambda");
    return made < 0 ? className : className.substring(0, made);
  }
}
