package dev.latent.benchmarks.child;

import gen.api.Work;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * The steps of a start, the same for all systems; the driver takes the time when a line arrives.
 *
 * <p>Arguments: directory of plugin jars, directory for state, what to do ({@code prepare}, {@code
 * time} or {@code weigh}), then names of plugins: the first one, and those looked up afterwards.
 */
abstract class StartSequence {

  private static final long SEED = 42;

  /** Starts the system, installing the plugins first if it has to and {@code prepare} is set. */
  abstract void open(Path plugins, Path state, boolean prepare) throws Exception;

  /** Looks the service of one plugin up. */
  abstract Work find(String plugin) throws Exception;

  abstract void close() throws Exception;

  final void run(String[] args) {
    try {
      steps(args);
    } catch (Throwable e) {
      // As the JVM tells of an error that nobody caught.
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      System.err.flush();
      Runtime.getRuntime().halt(1);
    }
    // Threads that a system leaves behind must not keep the driver waiting.
    Runtime.getRuntime().halt(0);
  }

  private void steps(String[] args) throws Exception {
    // Collections and management beans take time, so what is weighed is not timed.
    boolean weigh = args[2].equals("weigh");
    open(Path.of(args[0]), Path.of(args[1]), args[2].equals("prepare"));
    say("ready");
    if (weigh) {
      say("heap-ready " + heap());
    }
    say("first " + find(args[3]).run(SEED));
    if (weigh) {
      say("heap-first " + heap());
      say("classes " + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
    }
    long sum = 0;
    for (int i = 4; i < args.length; i++) {
      sum = 31 * sum + find(args[i]).run(SEED);
    }
    say("ten " + sum);
    close();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static long heap() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
