package dev.latent.demo.workbench;

import java.lang.management.ManagementFactory;

/** When this process began. */
public final class StartTime {

  /** Set by whoever starts this process and wants the time before the JVM counted too. */
  public static final String PROPERTY = "latent.demo.started";

  private StartTime() {}

  /**
   * When this process began: as its parent said, else as the JVM says. Loads management classes.
   *
   * @return milliseconds of the epoch
   */
  public static long millis() {
    String stated = System.getProperty(PROPERTY);
    return stated == null
        ? ManagementFactory.getRuntimeMXBean().getStartTime()
        : Long.parseLong(stated);
  }
}
