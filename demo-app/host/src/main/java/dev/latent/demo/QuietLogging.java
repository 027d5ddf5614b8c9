package dev.latent.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Shows warnings of libraries and leaves out what they tell besides. The JDK makes one of it when
 * something logs for the first time, so that a start where nothing does pays nothing.
 */
public final class QuietLogging {

  private static final String CLASS = "java.util.logging.config.class";

  /**
   * Configures the JDK's logging.
   *
   * @throws IOException never, as the configuration is a text of ours
   */
  public QuietLogging() throws IOException {
    String configuration =
        """
        handlers=java.util.logging.ConsoleHandler
        .level=WARNING
        java.util.logging.SimpleFormatter.format=%4$s: %5$s (%3$s)%n
        """;
    LogManager.getLogManager()
        .readConfiguration(
            new ByteArrayInputStream(configuration.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Has the JDK use it, unless the user has said something else. */
  static void set() {
    if (System.getProperty(CLASS) == null
        && System.getProperty("java.util.logging.config.file") == null) {
      System.setProperty(CLASS, QuietLogging.class.getName());
    }
  }
}
