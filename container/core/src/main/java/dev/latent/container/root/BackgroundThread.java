package dev.latent.container.root;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One daemon thread that does one piece after the other, begun with the first piece. Plain monitors
 * and a plain queue: it is made before the host is ready.
 */
final class BackgroundThread implements Executor, Runnable, AutoCloseable {

  private static final long CLOSE_SECONDS = 5;

  private final String name;
  private final int priority;

  /** Guards what follows; no piece runs under it. */
  private final Object lock = new Object();

  private final ArrayDeque<Runnable> work = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean closed;

  BackgroundThread(String name, int priority) {
    this.name = name;
    this.priority = priority;
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // a hint is all that is meant: others go first
  public void execute(Runnable piece) {
    synchronized (lock) {
      if (closed) {
        return;
      }
      work.add(piece);
      lock.notifyAll();
      if (thread == null) {
        Thread made = new Thread(this, name);
        made.setDaemon(true);
        made.setPriority(priority);
        made.setContextClassLoader(null);
        thread = made;
        made.start();
      }
    }
  }

  @Override
  public void run() {
    Runnable piece = next();
    while (piece != null) {
      try {
        piece.run();
      } catch (RuntimeException | Error e) { // the next piece is not to suffer
        Thread self = Thread.currentThread();
        self.getUncaughtExceptionHandler().uncaughtException(self, e);
      }
      piece = next();
    }
  }

  private @Nullable Runnable next() {
    synchronized (lock) {
      while (!closed && work.isEmpty()) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          return null; // closed
        }
      }
      return closed ? null : work.poll();
    }
  }

  /** Lets some time pass, on the thread itself; less if it is closed. */
  void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (lock) {
      try {
        while (!closed) {
          long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
          if (left <= 0) {
            return;
          }
          lock.wait(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    Thread running;
    synchronized (lock) {
      closed = true;
      work.clear();
      lock.notifyAll();
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
