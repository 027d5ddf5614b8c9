package dev.latent.container.root;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs background work one piece after the other, on one daemon thread with low priority that is
 * made with the first piece.
 */
final class BackgroundThread implements Executor, AutoCloseable {

  private static final long CLOSE_SECONDS = 5;

  private final LinkedBlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
  private final Object lock = new Object();
  private @Nullable Thread thread;
  private boolean closed;

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // a hint is all that is meant: others go first
  public void execute(Runnable piece) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      work.add(piece);
      if (thread == null) {
        Thread made = new Thread(this::run, "latent background");
        made.setDaemon(true);
        made.setPriority(Thread.MIN_PRIORITY);
        made.setContextClassLoader(null);
        thread = made;
        made.start();
      }
    }
  }

  private void run() {
    try {
      while (true) {
        Runnable piece = work.take();
        try {
          piece.run();
        } catch (RuntimeException | Error e) { // the next piece is not to suffer
          Thread self = Thread.currentThread();
          self.getUncaughtExceptionHandler().uncaughtException(self, e);
        }
        synchronized (lock) {
          if (closed) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** Ends the thread and waits for the piece that it is at, for a limited time. */
  @Override
  public void close() {
    Thread running;
    synchronized (lock) {
      closed = true;
      work.clear();
      running = thread;
    }
    if (running != null && running != Thread.currentThread()) {
      running.interrupt();
      try {
        TimeUnit.SECONDS.timedJoin(running, CLOSE_SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
