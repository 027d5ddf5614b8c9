package dev.latent.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What it ran on, without names that would tell whose it is.
 *
 * @param cores processors that the JVM may use
 * @param memory in GiB
 * @param jdk name and version of the JVM
 * @param system operating system and architecture
 */
record Machine(int cores, long memory, String jdk, String system) {

  private static final long GIB = 1L << 30;

  static Machine current() {
    long bytes =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        (bytes + GIB / 2) / GIB,
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  @Override
  public String toString() {
    return cores + " cores, " + memory + " GiB, " + jdk + ", " + system;
  }
}
