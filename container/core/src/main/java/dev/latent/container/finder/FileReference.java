package dev.latent.container.finder;

import dev.latent.api.spi.PluginReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A jar file or an exploded directory. Immutable; looks at the file system when asked, not before.
 */
record FileReference(Path file, String location) implements PluginReference {

  @Override
  public Optional<Path> path() {
    return Optional.of(file);
  }

  @Override
  public String contentKey() throws IOException {
    return location + "-" + ContentLook.whole(file).key();
  }

  @Override
  public InputStream open() throws IOException {
    return Files.isDirectory(file) ? zipped() : Files.newInputStream(file);
  }

  private InputStream zipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(file, FileVisitOption.FOLLOW_LINKS).sorted()) {
      for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
        Path content = each.next();
        if (Files.isRegularFile(content)) {
          zip.putNextEntry(new ZipEntry(file.relativize(content).toString().replace('\\', '/')));
          Files.copy(content, zip);
          zip.closeEntry();
        }
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
