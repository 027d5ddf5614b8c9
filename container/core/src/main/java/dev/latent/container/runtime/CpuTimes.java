package dev.latent.container.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time of threads, from module {@code java.management}. Loading that takes some fifty
 * milliseconds, more than most activations, so nobody waits for it: before {@link #load()} nothing
 * is told. Thread-safe.
 */
public final class CpuTimes {

  /** What is told where CPU times can't be had. */
  public static final long UNKNOWN = -1;

  private static volatile @Nullable Management management;

  private CpuTimes() {}

  /** Apart, so that the types of the module are touched by {@link #load()} alone. */
  private static final class Management {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    Management() {
      if (!threads.isCurrentThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
        throw new UnsupportedOperationException("This JVM measures no CPU time of threads");
      }
    }

    long ofThisThread() {
      return threads.getCurrentThreadCpuTime();
    }

    long of(Thread thread) {
      return threads.getThreadCpuTime(thread.getId());
    }
  }

  /** Makes CPU times available in this JVM, if they can be; may take a while. */
  public static void load() {
    if (management == null) {
      try {
        management = new Management();
      } catch (LinkageError | RuntimeException notHere) {
        // The module is not part of this JVM's image, or measures nothing: they stay unknown.
      }
    }
  }

  /**
   * The CPU time that this thread has used.
   *
   * @return nanoseconds; {@link #UNKNOWN} if that can't be told
   */
  static long ofThisThread() {
    Management known = management;
    return known == null ? UNKNOWN : known.ofThisThread();
  }

  /**
   * The CPU time that a thread has used.
   *
   * @param thread any thread
   * @return nanoseconds; {@link #UNKNOWN} if that can't be told, or the thread has ended
   */
  public static long of(Thread thread) {
    Management known = management;
    return known == null ? UNKNOWN : known.of(thread);
  }
}
