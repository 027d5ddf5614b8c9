package dev.latent.container.runtime.layer;

import java.io.IOException;
import java.lang.module.ModuleReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows the files of a plugin to whoever reads its module, for example a scanner of classes. */
final class FilesReader implements ModuleReader {

  private final PluginFiles files;

  FilesReader(PluginFiles files) {
    this.files = files;
  }

  @Override
  public Optional<URI> find(String name) throws IOException {
    URL url = files.url(name);
    try {
      return url == null ? Optional.empty() : Optional.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(url + " is not a URI", e);
    }
  }

  @Override
  public Optional<ByteBuffer> read(String name) throws IOException {
    byte[] bytes = files.read(name);
    return bytes == null ? Optional.empty() : Optional.of(ByteBuffer.wrap(bytes));
  }

  @Override
  public Stream<String> list() throws IOException {
    return files.names().stream();
  }

  @Override
  public void close() {
    files.close();
  }
}
