package dev.latent.container.finder;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes indexes on a thread of its own, the newest one last; the thread lives only while there is
 * something to write. Thread-safe.
 */
final class IndexSaver {

  private final IndexFile file;
  private final AtomicReference<byte @Nullable []> pending = new AtomicReference<>();
  private final AtomicReference<@Nullable Thread> worker = new AtomicReference<>();

  IndexSaver(IndexFile file) {
    this.file = file;
  }

  void save(byte[] bytes) {
    pending.set(bytes);
    startIfIdle();
  }

  private void startIfIdle() {
    Thread thread = new Thread(this::drain, "latent-index-saver");
    thread.setDaemon(true);
    if (worker.compareAndSet(null, thread)) {
      thread.start();
    }
  }

  private void drain() {
    byte[] bytes = pending.getAndSet(null);
    while (bytes != null) {
      file.write(bytes);
      bytes = pending.getAndSet(null);
    }
    worker.set(null);
    if (pending.get() != null) {
      startIfIdle();
    }
  }

  /** Waits until all is written, for a limited time. Returns whether it is. */
  boolean await(long time, TimeUnit unit) {
    long end = System.nanoTime() + unit.toNanos(time);
    Thread thread = worker.get();
    while (thread != null || pending.get() != null) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      if (thread == null) {
        // Another thread is about to start the worker again.
        Thread.onSpinWait();
        thread = worker.get();
        continue;
      }
      try {
        thread.join(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      thread = worker.get();
    }
    return true;
  }
}
