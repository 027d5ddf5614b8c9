package dev.latent.container.finder;

import dev.latent.container.descriptor.UnusableIndex;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes index files, apart from reading them so that a start does not load what writing needs. */
final class IndexFileWriter {

  private static final String PREFIX = "index-";
  private static final String SUFFIX = ".tmp";
  private static final Duration LEFTOVER_AFTER = Duration.ofHours(1);

  private final Notices notices;

  IndexFileWriter(Notices notices) {
    this.notices = notices;
  }

  /** Says why a file is no use, and moves away what is not ours. */
  void tellUnusable(File from, byte[] bytes) {
    UnusableIndex unusable = UnusableIndex.of(bytes);
    IndexNotice.Kind kind =
        switch (unusable.reason()) {
          case TORN -> IndexNotice.Kind.TORN;
          case OTHER_VERSION -> IndexNotice.Kind.OTHER_VERSION;
          case FOREIGN -> IndexNotice.Kind.FOREIGN;
        };
    String what = "The index " + from + " can't be used, because " + unusable.text() + "; ";
    if (unusable.reason() == UnusableIndex.Reason.FOREIGN) {
      what += setAside(from.toPath());
    }
    notices.tell(kind, what + "it is made again from the plugins.");
  }

  private static String setAside(Path from) {
    Path aside = from.resolveSibling(from.getFileName() + ".set-aside");
    try {
      Files.move(from, aside, StandardCopyOption.REPLACE_EXISTING);
      return "the file is kept as " + aside.getFileName() + "; ";
    } catch (IOException e) {
      return "the file can't be moved away (" + e.getMessage() + "); ";
    }
  }

  /**
   * Writes an index where it belongs, else where it may; says so if that is not where it belongs.
   */
  void write(File file, @Nullable File fallback, byte[] bytes) {
    try {
      write(file.toPath(), bytes);
      notices.tell(IndexNotice.Kind.WRITTEN, "Wrote the index " + file + ".");
      return;
    } catch (IOException e) {
      if (fallback == null) {
        notices.tell(
            IndexNotice.Kind.NOT_WRITABLE,
            "The index can't be written to "
                + file
                + " ("
                + reason(e)
                + "), so the next start reads all plugins again. Make the directory writable or"
                + " set a state directory.");
        return;
      }
      try {
        write(fallback.toPath(), bytes);
        notices.tell(
            IndexNotice.Kind.NOT_WRITABLE,
            "The index can't be written to "
                + file
                + " ("
                + reason(e)
                + "), so it is kept as "
                + fallback
                + ".");
      } catch (IOException again) {
        notices.tell(
            IndexNotice.Kind.NOT_WRITABLE,
            "The index can't be written to "
                + file
                + " ("
                + reason(e)
                + ") nor to "
                + fallback
                + " ("
                + reason(again)
                + "), so the next start reads all plugins again. Make one of them writable or"
                + " set a state directory.");
      }
    }
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  private static void write(Path target, byte[] bytes) throws IOException {
    Path directory = target.getParent();
    if (directory == null) {
      throw new IOException("no directory to write to");
    }
    Files.createDirectories(directory);
    if (Files.isDirectory(target)) {
      setAside(target);
    }
    removeLeftovers(directory);
    // Not Files.createTempFile, whose files nobody else may read: an index is for all users that
    // may read the plugins.
    Path temporary =
        directory.resolve(
            PREFIX + ProcessHandle.current().pid() + "-" + System.nanoTime() + SUFFIX);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        channel.force(true);
      }
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** What processes left that ended while they wrote. */
  private static void removeLeftovers(Path directory) throws IOException {
    Instant old = Instant.now().minus(LEFTOVER_AFTER);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        try {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
            Files.deleteIfExists(file);
          }
        } catch (NoSuchFileException e) {
          // Its writer just finished.
        }
      }
    }
  }
}
