package dev.latent.container.finder;

import dev.latent.api.spi.PluginReference;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of one resource of an OSGi repository. It is a file like any other once its size and
 * digest were found to be what the index says, and can't be opened before. Thread-safe.
 */
final class RepositoryResource implements PluginReference {

  private final Path index;
  private final RepositoryIndexReader.Content content;
  private final @Nullable Path file;

  /** The key of the file when its digest was found right. */
  private volatile String checked = "";

  private RepositoryResource(
      Path index, RepositoryIndexReader.Content content, @Nullable Path file) {
    this.index = index;
    this.content = content;
    this.file = file;
  }

  static RepositoryResource of(Path index, RepositoryIndexReader.Content content) {
    Path file;
    try {
      URI address = index.toUri().resolve(new URI(content.address()));
      file = "file".equals(address.getScheme()) ? Path.of(address) : null;
    } catch (URISyntaxException | IllegalArgumentException e) {
      file = null;
    }
    return new RepositoryResource(index, content, file);
  }

  @Override
  public String location() {
    return content.address();
  }

  @Override
  public Optional<Path> path() {
    try {
      return Optional.of(checked());
    } catch (IOException e) {
      return Optional.empty(); // to open it says why
    }
  }

  @Override
  public String contentKey() throws IOException {
    return new FileReference(local(), location()).contentKey();
  }

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(checked());
  }

  private Path local() throws IOException {
    Path local = file;
    if (local == null) {
      throw new FileNotFoundException(
          "The OSGi repository "
              + index
              + " has '"
              + content.address()
              + "' elsewhere than in a file. Nothing is fetched; put a copy of the repository on"
              + " this machine.");
    }
    return local;
  }

  private Path checked() throws IOException {
    Path local = local();
    String key = contentKey();
    if (!checked.equals(key)) {
      long size = Files.size(local);
      if (content.size() >= 0 && content.size() != size) {
        throw other("has " + size + " bytes where the index says " + content.size());
      }
      if (!content.digest().isEmpty()) {
        String digest = digest(local);
        if (!digest.equals(content.digest().toLowerCase(Locale.ROOT))) {
          throw other(
              "has the SHA-256 digest " + digest + " where the index says " + content.digest());
        }
      }
      checked = key;
    }
    return local;
  }

  private IOException other(String difference) {
    return new IOException(
        "'"
            + content.address()
            + "' "
            + difference
            + ". It is not used. Write the index "
            + index
            + " again, or put the right file there.");
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Each Java platform has SHA-256", e);
    }
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public String toString() {
    return location();
  }
}
