package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.LeftBehind;
import dev.latent.container.runtime.StackPlace;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** Stops one bundle within a limit and looks for threads and open files that it leaves behind. */
final class BundleStop {

  private static final long GRACE_MILLIS = 500;

  private final BootedFramework framework;
  private final RegisteredPlugin plugin;
  private final Bundle bundle;
  private boolean threw;
  private @Nullable Thread stuck;

  BundleStop(BootedFramework framework, RegisteredPlugin plugin, Bundle bundle) {
    this.framework = framework;
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
      stuck = ended ? null : stopper;
      String place = StackPlace.of(stopper);
      faults.add(
          "Plugin "
              + plugin.id()
              + " did not stop within "
              + limit.toMillis()
              + " ms and was interrupted"
              + (ended
                  ? "."
                  : ", which did not help: thread "
                      + stopper.getName()
                      + " still runs"
                      + (place.isEmpty() ? "." : ", at " + place + ".")));
    }
    Throwable failure = thrown.get();
    threw = failure != null;
    if (failure != null) {
      faults.add("Plugin " + plugin.id() + " threw while it was stopped: " + failure);
    }
    if (loader != null) {
      LeftBehind left = leftBehind(loader);
      faults.addAll(left.find(List.of(stopper), places()));
      for (String entry : framework.openStreams(bundle)) {
        // Extenders and service loaders read these of other bundles, and may not have closed them.
        if (!entry.startsWith("META-INF/") && !entry.startsWith("OSGI-INF/")) {
          faults.add(left.open("a stream of its entry " + entry));
        }
      }
    }
    return faults;
  }

  /** Whether the stop method threw, or was given up. Valid after {@link #run}. */
  boolean threw() {
    return threw;
  }

  /** The thread that still runs the stop method; null if it ended. Valid after {@link #run}. */
  @Nullable Thread stuck() {
    return stuck;
  }

  private static boolean join(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private LeftBehind leftBehind(ClassLoader loader) {
    return new LeftBehind(plugin.id(), loader, this::begun);
  }

  /** Where the files are that can be told to be the bundle's own. */
  private List<Path> places() {
    List<Path> places = new ArrayList<>();
    File data = bundle.getState() == Bundle.UNINSTALLED ? null : bundle.getDataFile("");
    if (data != null) {
      places.add(data.toPath());
    }
    plugin.reference().path().filter(Files::isDirectory).ifPresent(places::add);
    return places;
  }

  /** Whether a thread but this one runs code of the bundle or was made by it. */
  boolean anyThread(ClassLoader loader) {
    return leftBehind(loader).anyThread();
  }

  /** The call by which a class of the bundle began a thread: the outermost frames tell. */
  private @Nullable StackTraceElement begun(StackTraceElement[] stack) {
    for (int i = stack.length - 1; i >= Math.max(0, stack.length - 6); i--) {
      String name = ofSource(stack[i].getClassName());
      if (!name.startsWith("java.") && !name.startsWith("jdk.")) {
        boolean own =
            bundle.getState() != Bundle.UNINSTALLED
                && !name.startsWith("dev.latent.container.")
                && bundle.getEntry(name.replace('.', '/') + ".class") != null;
        return own ? stack[i] : null;
      }
    }
    return null;
  }

  /** The class that a lambda or method reference was written in, else the class itself. */
  private static String ofSource(String className) {
    int made = className.indexOf("$$Lambda");
    return made < 0 ? className : className.substring(0, made);
  }
}
