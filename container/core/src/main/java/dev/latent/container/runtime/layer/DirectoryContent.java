package dev.latent.container.runtime.layer;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A plugin whose files lie in a directory. */
final class DirectoryContent implements LayerContent {

  private final Path root;

  DirectoryContent(Path root) {
    this.root = root;
  }

  private @Nullable Path file(String name) {
    try {
      Path file = root.resolve(name).normalize();
      return file.startsWith(root.normalize()) && Files.exists(file) ? file : null;
    } catch (InvalidPathException noSuchName) {
      return null;
    }
  }

  @Override
  public byte @Nullable [] read(String name) throws IOException {
    Path file = file(name);
    return file == null || !Files.isRegularFile(file) ? null : Files.readAllBytes(file);
  }

  @Override
  public @Nullable URL url(String name) throws IOException {
    Path file = file(name);
    return file == null ? null : file.toUri().toURL();
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }

  @Override
  public void close() {
    // Nothing is kept open.
  }
}
