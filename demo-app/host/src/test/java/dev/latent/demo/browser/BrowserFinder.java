package dev.latent.demo.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds an installed Chromium: the one that LATENT_BROWSER names, else one on the path. */
final class BrowserFinder {

  private static final String[] NAMES = {
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"
  };

  private BrowserFinder() {}

  static Optional<Path> find() {
    String stated = System.getenv("LATENT_BROWSER");
    if (stated != null && !stated.isBlank()) {
      Path browser = Path.of(stated);
      if (!Files.isExecutable(browser)) {
        throw new IllegalStateException(
            "LATENT_BROWSER is " + stated + ", which is no program that can be run.");
      }
      return Optional.of(browser);
    }
    for (String directory :
        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      for (String name : NAMES) {
        Path browser = Path.of(directory, name);
        if (Files.isExecutable(browser)) {
          return Optional.of(browser);
        }
      }
    }
    return Optional.empty();
  }
}
