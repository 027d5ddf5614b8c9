package dev.latent.container.descriptor;

import dev.latent.api.spi.PluginReference;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The files of one plugin: a jar, an exploded directory, or a jar inside a jar. Lists names when
 * opened, reads bytes only when asked, and never more than the limit given, whatever the jar claims
 * about sizes. Not thread-safe; closed after use.
 */
abstract class PluginContent implements Closeable {

  /** More than this many files is not a plugin but an attack or a mistake. */
  static final int MAXIMUM_FILES = 1_000_000;

  /** The most that is read of a text file: manifest, XML, properties, service lists. */
  static final int TEXT_LIMIT = 8 << 20;

  /** The most that is read of a class file. */
  static final int CLASS_LIMIT = 32 << 20;

  /** The most that is read of a jar that has to be held in memory. */
  static final int JAR_LIMIT = 256 << 20;

  /** The names of all files, {@code /} between their parts; directories are left out. */
  abstract Set<String> names();

  /**
   * Reads a file.
   *
   * @return its bytes, or null if there is no such file
   * @throws DescriptorFault if it is longer than the limit or can't be read
   */
  abstract byte @Nullable [] read(String name, int limit) throws DescriptorFault;

  boolean has(String name) {
    return names().contains(name);
  }

  /** Opens what a finder found. */
  static PluginContent open(PluginReference reference) throws DescriptorFault {
    Optional<Path> path = reference.path();
    try {
      if (path.isEmpty()) {
        try (InputStream in = reference.open()) {
          return ZipBytes.read(readAll(in, JAR_LIMIT, "The content"), "the content");
        }
      }
      return Files.isDirectory(path.get())
          ? new DirectoryContent(path.get())
          : new ZipFileContent(path.get());
    } catch (ZipException e) {
      throw notAJar(path.orElse(null), e);
    } catch (NoSuchFileException e) {
      throw new DescriptorFault(
          "jar.missing",
          "The file is not there any more. It was removed, or is a link that leads nowhere; put it"
              + " back or remove the link.");
    } catch (IOException | RuntimeException e) {
      throw new DescriptorFault(
          "jar.unreadable",
          "The content can't be read: " + reason(e) + ". Check that it exists and may be read.");
    }
  }

  /** Tells a jar that was cut off or damaged from a file that never was one. */
  private static DescriptorFault notAJar(@Nullable Path path, ZipException e) {
    byte[] start = new byte[4];
    int length = 0;
    if (path != null) {
      try (InputStream in = Files.newInputStream(path)) {
        length = in.readNBytes(start, 0, 4);
      } catch (IOException unreadable) {
        // the zip error says enough
      }
    }
    if (length == 4 && start[0] == 'P' && start[1] == 'K') {
      return new DescriptorFault(
          "jar.corrupt",
          "The jar is damaged or cut off: "
              + reason(e)
              + ". Its directory of entries, at the end of the file, can't be read. Copy or download"
              + " it again.");
    }
    return new DescriptorFault(
        "jar.not-a-jar",
        (length == 0 ? "The file is empty" : "The file is no jar: it does not start as a zip does")
            + ". Replace it with the jar, or move it out of the plugin directory.");
  }

  static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : e.getClass().getSimpleName() + ": " + message;
  }

  static byte[] readAll(InputStream in, int limit, String what)
      throws IOException, DescriptorFault {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(32, in.available()));
    byte[] buffer = new byte[8192];
    long total = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      total += read;
      if (total > limit) {
        throw tooLarge(what, limit);
      }
      out.write(buffer, 0, read);
    }
    return out.toByteArray();
  }

  static DescriptorFault tooLarge(String what, int limit) {
    return new DescriptorFault(
        "jar.entry-too-large",
        what
            + " is larger than "
            + (limit >> 20)
            + " MiB when unpacked, which no sane plugin needs. It was not read. Check where the jar"
            + " comes from; it may be built to exhaust memory.");
  }

  static DescriptorFault unreadable(String name, Throwable e) {
    return new DescriptorFault(
        "jar.entry-unreadable",
        name + " can't be read: " + reason(e) + ". Copy or download the jar again.");
  }

  static DescriptorFault tooManyFiles() {
    return new DescriptorFault(
        "jar.too-many-entries",
        "The content has more than "
            + MAXIMUM_FILES
            + " files, which no sane plugin needs. Check that the right file or directory was put"
            + " here.");
  }

  @Override
  public void close() throws IOException {}
}
