package dev.latent.container.runtime.layer;

import java.io.Closeable;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one plugin, or of a jar within it. Opens nothing until the first file is asked for.
 * Thread-safe.
 */
interface LayerContent extends Closeable {

  /**
   * Reads a file.
   *
   * @param name its name, with {@code /} between directories
   * @return its bytes; null if there is none
   * @throws IOException if it can't be read
   */
  byte @Nullable [] read(String name) throws IOException;

  /**
   * Tells where a file is.
   *
   * @param name its name
   * @return a URL that opens it; null if there is none
   * @throws IOException if the content can't be read
   */
  @Nullable URL url(String name) throws IOException;

  /**
   * Lists all files.
   *
   * @return their names, without those of directories
   * @throws IOException if the content can't be read
   */
  List<String> names() throws IOException;

  /** Closes what was opened; reads fail from now on. */
  @Override
  void close();
}
