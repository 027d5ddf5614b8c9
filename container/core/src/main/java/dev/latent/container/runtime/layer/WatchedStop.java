package dev.latent.container.runtime.layer;

import dev.latent.api.PluginActivator;
import dev.latent.api.PluginContext;
import dev.latent.container.runtime.StackPlace;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One call of an activator's {@code stop}, on a thread of its own so that it can be given up. */
final class WatchedStop {

  /** How long an interrupted stop may take to notice. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private final PluginLayer layer;
  private final String activator;
  private final Thread thread;
  private volatile @Nullable Throwable failure;

  WatchedStop(PluginLayer layer, PluginActivator activator, PluginContext context) {
    this.layer = layer;
    this.activator = activator.getClass().getName();
    this.thread =
        new Thread(
            () -> {
              try {
                activator.stop(context);
              } catch (Throwable e) {
                failure = e;
              }
            },
            "latent-stop " + layer.plugin().id().name());
    thread.setDaemon(true);
    thread.setContextClassLoader(layer.loader());
  }

  /**
   * Runs it.
   *
   * @param left what is left of the limit
   * @param limit the limit for the whole plugin, for the message
   * @return what went wrong, in words; null if nothing did
   */
  @Nullable String run(Duration left, Duration limit) {
    thread.start();
    boolean late = false;
    String at = "";
    try {
      join(left);
      if (thread.isAlive()) {
        late = true;
        String place = StackPlace.of(thread);
        at = place.isEmpty() ? "" : " at " + place;
        thread.interrupt();
        join(GRACE);
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return "Interrupted while " + activator + " stopped.";
    }
    if (late) {
      return activator
          + " did not stop within "
          + limit.toMillis()
          + " ms and was interrupted"
          + at
          + (thread.isAlive() ? "; it runs on." : ".");
    }
    Throwable wrong = failure;
    return wrong == null
        ? null
        : activator + " of " + layer.plugin().id() + " failed to stop: " + wrong;
  }

  private void join(Duration limit) throws InterruptedException {
    // A join of 0 would wait for ever.
    thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(limit.toNanos())));
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  Thread thread() {
    return thread;
  }
}
