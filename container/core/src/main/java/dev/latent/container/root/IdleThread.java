package dev.latent.container.root;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has idle plugins looked for, often enough for the limit that the host set. */
final class IdleThread implements Runnable {

  private static final long SHORTEST_MILLIS = 10;
  private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final long CLOSE_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final IdlePlugins plugins;
  private final long everyMillis;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this, "latent idle");

  IdleThread(IdlePlugins plugins, Duration limit) {
    this.plugins = plugins;
    this.everyMillis = Math.max(SHORTEST_MILLIS, Math.min(limit.toMillis() / 4, LONGEST_MILLIS));
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    try {
      while (!closed.await(everyMillis, TimeUnit.MILLISECONDS)) {
        plugins.look();
      }
    } catch (InterruptedException told) {
      // As if it was closed.
    }
  }

  /** Ends it, and waits for a look that is on its way, for a limited time. */
  void close() {
    closed.countDown();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
