package dev.latent.container.finder;

import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.IndexHead;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Arrays;
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
  private final Notices notices;
  private volatile @Nullable File readFrom;
  private volatile @Nullable File unusable;

  /**
   * Makes a place; looks at nothing.
   *
   * @param file where the index belongs
   * @param base the directory whose path names the other place; null if there is to be none
   * @param cacheHome where the other place is; null for the user's cache directory
   */
  IndexFile(File file, @Nullable File base, @Nullable File cacheHome, Notices notices) {
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
   * Reads the head of the index, where it belongs or else in the other place.
   *
   * @param right whether an index is as the plugins are
   * @return the head of an index that is right; null if there is none, or if only a look at a whole
   *     index can tell
   */
  @Nullable IndexHead head(StartCheck right) {
    IndexHead found = head(file);
    if (found != null && right.isRight(found)) {
      readFrom = file;
      return found;
    }
    File other = found == null && file.exists() ? null : fallback();
    found = other == null ? null : head(other);
    if (found != null && right.isRight(found)) {
      readFrom = other;
      return found;
    }
    return null;
  }

  private static @Nullable IndexHead head(File from) {
    try (FileInputStream in = new FileInputStream(from)) {
      byte[] begin = in.readNBytes(IndexHead.USUAL_LENGTH);
      int length = IndexHead.length(begin);
      if (length > begin.length) {
        byte[] more = in.readNBytes(length - begin.length);
        byte[] all = Arrays.copyOf(begin, begin.length + more.length);
        System.arraycopy(more, 0, all, begin.length, more.length);
        begin = all;
      }
      IndexHead head = IndexHead.open(begin);
      return head != null && head.fileLength() == from.length() ? head : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Reads the index whose head was right; null if it is not whole, or not there any more. */
  @Nullable DescriptorIndex rest() {
    File from = readFrom;
    return from == null ? null : read(from);
  }

  /**
   * Reads the index: the one where it belongs if it is there and right, else the other if that is
   * right, else either as a start for a new one.
   *
   * @param right whether an index is as the plugins are
   * @return an index that may not be right, or null if there is none
   */
  @Nullable DescriptorIndex read(StartCheck right) {
    DescriptorIndex found = read(file);
    if (found != null && right.isRight(found)) {
      return found;
    }
    File other = fallback();
    DescriptorIndex second = other == null ? null : read(other);
    if (second != null && (right.isRight(second) || found == null)) {
      return second;
    }
    if (found == null && unusable == null) {
      notices.missing(file);
    }
    return found;
  }

  private @Nullable DescriptorIndex read(File from) {
    byte[] bytes;
    try (FileInputStream in = new FileInputStream(from)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      return null;
    }
    DescriptorIndex index = DescriptorIndex.open(bytes);
    if (index == null) {
      if (!from.equals(unusable)) {
        unusable = from;
        new IndexFileWriter(notices).tellUnusable(from, bytes);
      }
    }
    return index;
  }

  /**
   * Writes an index where it belongs, else where it may; says so if that is not where it belongs.
   */
  void write(byte[] bytes) {
    new IndexFileWriter(notices).write(file, fallback(), bytes);
  }
}
