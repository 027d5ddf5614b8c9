package dev.latent.container.finder;

import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.UnusableIndexException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place of an index on disk: one file, and another for the case that the first can't be
 * written. Files are replaced as a whole by a move, so a reader in any process sees an old or a new
 * one and never a part; when several write, the last one stays, and each of them is right.
 */
final class IndexFile {

  private final File file;
  private final @Nullable File base;
  private final @Nullable File cacheHome;
  private final Consumer<IndexNotice> notices;

  /**
   * Makes a place; looks at nothing.
   *
   * @param file where the index belongs
   * @param base the directory whose path names the other place; null if there is to be none
   * @param cacheHome where the other place is; null for the user's cache directory
   */
  IndexFile(
      File file, @Nullable File base, @Nullable File cacheHome, Consumer<IndexNotice> notices) {
    this.file = file;
    this.base = base;
    this.cacheHome = cacheHome;
    this.notices = notices;
  }

  /** The place for an index that can't be written where it belongs. */
  private @Nullable File fallback() {
    if (base == null) {
      return null;
    }
    File home = cacheHome;
    if (home == null) {
      String stated = System.getenv("XDG_CACHE_HOME");
      home =
          stated == null || stated.isEmpty()
              ? new File(System.getProperty("user.home"), ".cache")
              : new File(stated);
    }
    long hash = 0;
    String path = base.getPath();
    for (int i = 0; i < path.length(); i++) {
      hash = hash * 0x100000001B3L + path.charAt(i) + 1;
    }
    return new File(home, "latent/" + Long.toHexString(hash) + "/index.bin");
  }

  /**
   * Reads the index: the one where it belongs if it is there and right, else the other if that is
   * right, else either as a start for a new one.
   *
   * @param right whether an index is as the plugins are
   * @return an index that may not be right, or null if there is none
   */
  @Nullable DescriptorIndex read(IndexCheck right) {
    DescriptorIndex found = read(file);
    if (found != null && right.isRight(found)) {
      return found;
    }
    File other = fallback();
    DescriptorIndex second = other == null ? null : read(other);
    if (second != null && (found == null || right.isRight(second))) {
      return second;
    }
    if (found == null && !file.exists()) {
      notices.accept(
          new IndexNotice(
              IndexNotice.Kind.MISSING,
              "There is no index " + file + " yet; all plugins are read."));
    }
    return found;
  }

  /** Whether an index is as the plugins are. */
  interface IndexCheck {
    boolean isRight(DescriptorIndex index);
  }

  private @Nullable DescriptorIndex read(File from) {
    byte[] bytes;
    try (FileInputStream in = new FileInputStream(from)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
    try {
      return DescriptorIndex.open(bytes);
    } catch (UnusableIndexException e) {
      unusable(from, e);
      return null;
    }
  }

  private void unusable(File from, UnusableIndexException e) {
    IndexNotice.Kind kind =
        switch (e.reason()) {
          case TORN -> IndexNotice.Kind.TORN;
          case OTHER_VERSION -> IndexNotice.Kind.OTHER_VERSION;
          case FOREIGN -> IndexNotice.Kind.FOREIGN;
        };
    String what = "The index " + from + " can't be used, because " + e.getMessage() + "; ";
    if (e.reason() == UnusableIndexException.Reason.FOREIGN) {
      what += setAside(from.toPath());
    }
    notices.accept(new IndexNotice(kind, what + "it is made again from the plugins."));
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
  void write(byte[] bytes) {
    try {
      write(file.toPath(), bytes);
      notices.accept(new IndexNotice(IndexNotice.Kind.WRITTEN, "Wrote the index " + file + "."));
      return;
    } catch (IOException e) {
      File fallback = fallback();
      if (fallback == null) {
        notices.accept(
            new IndexNotice(
                IndexNotice.Kind.NOT_WRITABLE,
                "The index can't be written to "
                    + file
                    + " ("
                    + reason(e)
                    + "), so the next start reads all plugins again. Make the directory writable or"
                    + " set a state directory."));
        return;
      }
      try {
        write(fallback.toPath(), bytes);
        notices.accept(
            new IndexNotice(
                IndexNotice.Kind.NOT_WRITABLE,
                "The index can't be written to "
                    + file
                    + " ("
                    + reason(e)
                    + "), so it is kept as "
                    + fallback
                    + "."));
      } catch (IOException again) {
        notices.accept(
            new IndexNotice(
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
                    + " set a state directory."));
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
    // Not a temporary name that others could take for theirs: the process id is part of it.
    Path temporary =
        Files.createTempFile(directory, "index-" + ProcessHandle.current().pid() + "-", ".tmp");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
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
}
