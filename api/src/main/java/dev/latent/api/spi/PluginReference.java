package dev.latent.api.spi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** The content of one plugin as a finder found it. Thread-safe. */
public interface PluginReference {

  /**
   * Names the content within its finder: for a directory the path relative to it, with {@code /}.
   *
   * @return the location, the same for the same plugin in every run
   */
  String location();

  /**
   * The jar file or the exploded directory, where the content is one.
   *
   * @return the path, or empty for content that is not on a file system
   */
  Optional<Path> path();

  /**
   * Tells content apart: the same key means the same bytes. Never derived from the bytes of classes
   * that were loaded, always from the content as it is now.
   *
   * @return a short text
   * @throws IOException if the content can't be looked at
   */
  String contentKey() throws IOException;

  /**
   * Opens the content as a jar file's bytes.
   *
   * @return the stream; the caller closes it
   * @throws IOException if the content can't be read
   */
  InputStream open() throws IOException;
}
