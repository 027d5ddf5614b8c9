package dev.latent.container.runtime.osgi;

import dev.latent.container.runtime.CpuTimes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the resolution that is under way when it has taken too long: resolving is exponential where
 * uses constraints contradict each other. What counts is the CPU time of the thread that resolves,
 * so that what comes of it does not depend on what else the machine does; but whoever waits for it
 * doesn't wait for ever. Made by the thread that resolves; has a thread of its own until it is
 * closed. Thread-safe.
 */
final class ReferenceLimit implements AutoCloseable {

  private static final int CPU_SECONDS = 20;

  /** Below what a lookup waits for the wiring. */
  private static final int SECONDS = 50;

  private final int cpuSeconds;
  private final int seconds;
  private final Thread resolving = Thread.currentThread();
  private final Thread thread;
  private volatile @Nullable Runnable end;
  private volatile boolean over;

  ReferenceLimit() {
    this(CPU_SECONDS, SECONDS);
  }

  /** With other limits. */
  ReferenceLimit(int cpuSeconds, int seconds) {
    this.cpuSeconds = cpuSeconds;
    this.seconds = seconds;
    this.thread = new Thread(this::await, "latent-wiring-limit");
    thread.setDaemon(true);
    thread.start();
  }

  private void await() {
    try {
      long begin = CpuTimes.UNKNOWN;
      long used = 0;
      for (int left = seconds; left > 0 && used < cpuSeconds; left--) {
        TimeUnit.SECONDS.sleep(1);
        if (begin == CpuTimes.UNKNOWN) {
          CpuTimes.load(); // not before, as most sets are resolved by now
          begin = CpuTimes.of(resolving);
        }
        // Where nothing measures it, the time that passes counts.
        used =
            begin == CpuTimes.UNKNOWN
                ? seconds - left + 1
                : TimeUnit.NANOSECONDS.toSeconds(CpuTimes.of(resolving) - begin);
      }
    } catch (InterruptedException e) {
      return; // resolved in time
    }
    over = true;
    Runnable known = end;
    if (known != null) {
      known.run();
    }
  }

  /** Says how the resolution that begins can be ended. */
  void ends(Runnable resolution) {
    end = resolution;
    if (over) {
      resolution.run();
    }
  }

  boolean over() {
    return over;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
