package dev.latent.architecture;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests look at. */
final class Repository {

  /** Its top directory. */
  static final Path ROOT = root();

  private Repository() {}

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.exists(at.resolve("ARCHITECTURE.md"))) {
      at = at.getParent();
    }
    if (at == null) {
      throw new IllegalStateException("No directory above this one has an ARCHITECTURE.md.");
    }
    return at;
  }
}
