package dev.latent.demo.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Opens a link in the user's browser, if there is a desktop; quietly does nothing otherwise. */
final class Browser {

  private Browser() {}

  static void open(String link) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    try {
      if (os.startsWith("mac")) {
        start("open", link);
      } else if (os.startsWith("windows")) {
        start("rundll32", "url.dll,FileProtocolHandler", link);
      } else if (hasDesktop() && isOnPath("xdg-open")) {
        start("xdg-open", link);
      }
    } catch (IOException e) {
      // The link is printed as well.
    }
  }

  private static void start(String... command) throws IOException {
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static boolean hasDesktop() {
    return System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
  }

  private static boolean isOnPath(String command) {
    String path = System.getenv("PATH");
    if (path != null) {
      for (String directory : path.split(File.pathSeparator, -1)) {
        if (Files.isExecutable(Path.of(directory, command))) {
          return true;
        }
      }
    }
    return false;
  }
}
