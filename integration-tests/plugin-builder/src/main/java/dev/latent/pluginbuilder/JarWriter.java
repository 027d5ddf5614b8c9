package dev.latent.pluginbuilder;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes entries as a jar or a directory, the same bytes for the same entries: fixed times, the
 * manifest first, the rest by name.
 */
final class JarWriter {

  static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** The earliest time that zip can hold; local, so that no time zone gets in. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private JarWriter() {}

  static void writeJar(Path file, SortedMap<String, byte[]> entries) throws IOException {
    writeJar(file, entries, Deflater.DEFAULT_COMPRESSION);
  }

  static void writeJar(Path file, SortedMap<String, byte[]> entries, int level) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary));
          ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.setLevel(level);
        byte[] manifest = entries.get(MANIFEST);
        if (manifest != null) {
          entry(zip, MANIFEST, manifest);
        }
        for (var entry : entries.entrySet()) {
          if (!entry.getKey().equals(MANIFEST)) {
            entry(zip, entry.getKey(), entry.getValue());
          }
        }
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  static void writeDirectory(Path directory, SortedMap<String, byte[]> entries) throws IOException {
    delete(directory);
    for (var entry : entries.entrySet()) {
      Path file = directory.resolve(entry.getKey()).normalize();
      if (!file.startsWith(directory.normalize())) {
        throw new IOException(
            "Entry " + entry.getKey() + " would be written outside of the plugin");
      }
      Files.createDirectories(file.resolveSibling("x").getParent());
      Files.write(file, entry.getValue());
    }
  }

  /** A manifest with the given headers, in their order. */
  static byte[] manifest(SortedMap<String, String> headers) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(main::putValue);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static SortedMap<String, byte[]> merged(
      SortedMap<String, byte[]> first, SortedMap<String, byte[]> second) {
    SortedMap<String, byte[]> merged = new TreeMap<>(first);
    merged.putAll(second);
    return merged;
  }
}
