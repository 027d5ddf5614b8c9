package dev.latent.container.descriptor;

import dev.latent.api.spi.PluginReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The content at a path, or, without one, the same bytes as a stream. */
record JarReference(String location, Path file, boolean asStream) implements PluginReference {

  static JarReference of(Path path) {
    return new JarReference(String.valueOf(path.getFileName()), path, false);
  }

  @Override
  public Optional<Path> path() {
    return asStream ? Optional.empty() : Optional.of(file);
  }

  @Override
  public String contentKey() {
    return location;
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(file);
  }
}
