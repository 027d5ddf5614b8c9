package dev.latent.container.descriptor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A jar file. */
final class ZipFileContent extends PluginContent {

  private final ZipFile zip;
  private final Set<String> names;

  ZipFileContent(Path path) throws IOException, DescriptorFault {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    zip = new ZipFile(path.toFile());
    if (zip.size() > MAXIMUM_FILES) {
      zip.close();
      throw tooManyFiles();
    }
    names = new LinkedHashSet<>(zip.size() * 2);
    for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      if (!entry.isDirectory()) {
        names.add(entry.getName());
      }
    }
  }

  @Override
  Set<String> names() {
    return names;
  }

  @Override
  byte @Nullable [] read(String name, int limit) throws DescriptorFault {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null || entry.isDirectory()) {
      return null;
    }
    if (entry.getSize() > limit) {
      throw tooLarge(name, limit);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return readAll(in, limit, name);
    } catch (IOException | RuntimeException e) {
      throw unreadable(name, e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
