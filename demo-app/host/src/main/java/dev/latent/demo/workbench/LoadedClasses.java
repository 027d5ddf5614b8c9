package dev.latent.demo.workbench;

import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * How many classes the JVM has loaded, and how many of them plugins brought. Both are the JVM's own
 * figures, not counters of ours: the second one is its statistics of class loaders, all loaders but
 * its own three.
 *
 * <p>The first measurement loads the management classes of the JDK, so take times before it.
 *
 * @param all all classes that are loaded
 * @param ofPlugins those that were defined by a loader other than the JVM's boot, platform and
 *     application loaders
 */
public record LoadedClasses(long all, long ofPlugins) {

  /**
   * Measures now.
   *
   * @return the figures; empty on a JVM that does not give them
   */
  public static Optional<LoadedClasses> measure() {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      Object text =
          server.invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "vmClassloaderStats",
              new Object[] {new String[0]},
              new String[] {String[].class.getName()});
      return Optional.of(
          new LoadedClasses(
              ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
              ofPlugins(String.valueOf(text))));
    } catch (JMException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Adds up the classes of foreign loaders. The table has the columns loader, parent, data,
   * classes, chunk size, block size, type; a line {@code + hidden classes} belongs to the loader
   * above it.
   */
  static long ofPlugins(String table) {
    long sum = 0;
    boolean foreign = false;
    for (String line : table.split("\n", -1)) {
      String[] cells = line.strip().split("\\s+");
      if (cells[0].startsWith("0x") && cells.length >= 6) {
        String type = cells[cells.length - 1];
        foreign = !isOfJvm(type);
        sum += foreign ? Long.parseLong(cells[3]) : 0;
      } else if (foreign && line.contains("hidden") && cells.length >= 3) {
        sum += firstNumber(cells);
      }
    }
    return sum;
  }

  private static boolean isOfJvm(String type) {
    return type.equals("<boot")
        || type.equals("class>")
        || type.equals("loader>")
        || type.startsWith("jdk.internal.");
  }

  private static long firstNumber(String[] cells) {
    for (String cell : cells) {
      if (!cell.isEmpty() && cell.chars().allMatch(Character::isDigit)) {
        return Long.parseLong(cell);
      }
    }
    return 0;
  }
}
