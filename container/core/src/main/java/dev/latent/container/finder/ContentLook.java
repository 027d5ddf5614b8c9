package dev.latent.container.finder;

import dev.latent.container.descriptor.ContentStamp;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at content: cheaply, by one stat, or at its digest. The digest of a jar is taken over the
 * zip's central directory, which holds the name, size and check sum of each entry, so a jar of many
 * megabytes is told apart by a few kilobytes. Stateless.
 */
final class ContentLook {

  private static final long FNV_START = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int END_SIZE = 22;
  private static final int END_SIGNATURE = 0x06054B50;
  private static final int ZIP64_LOCATOR_SIZE = 20;
  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064B50;
  private static final int LONGEST_COMMENT = 0xFFFF;

  private ContentLook() {}

  /**
   * Looks at the attributes of a jar, or of all files of an exploded directory.
   *
   * @return a stamp; for a jar without its digest, for a directory with it, as it costs no more
   */
  static ContentStamp stamp(Path path) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      Map<String, Object> found =
          Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino,isDirectory");
      if (!Boolean.TRUE.equals(found.get("isDirectory"))) {
        return new ContentStamp(
            ((Number) required(found, "size")).longValue(),
            ((FileTime) required(found, "lastModifiedTime")).to(TimeUnit.SECONDS),
            0,
            ((FileTime) required(found, "ctime")).to(TimeUnit.NANOSECONDS),
            ((Number) required(found, "ino")).longValue(),
            "");
      }
      return directory(path);
    }
    BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
    return found.isDirectory()
        ? directory(path)
        : new ContentStamp(
            found.size(), found.lastModifiedTime().to(TimeUnit.SECONDS), 0, 0, 0, "");
  }

  private static Object required(Map<String, Object> found, String name) throws IOException {
    Object value = found.get(name);
    if (value == null) {
      throw new IOException("the file system tells no " + name);
    }
    return value;
  }

  /** A stamp with its digest. */
  static ContentStamp whole(Path path) throws IOException {
    ContentStamp stamp = stamp(path);
    return stamp.digest() != 0 ? stamp : stamp.withDigest(digest(path));
  }

  /**
   * A stamp with its digest, to be trusted later. A file written again to the same size within the
   * same tick of the file system's clock would look the same, so what was written within the last
   * tick is looked at once that is over: 20 ms at most.
   */
  static ContentStamp settled(Path path) throws IOException {
    ContentStamp stamp = stamp(path);
    if (stamp.changed() > 0) {
      long age = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - stamp.changed();
      if (age > -TICK && age < TICK) {
        try {
          TimeUnit.NANOSECONDS.sleep(TICK);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        stamp = stamp(path);
      }
    }
    return stamp.digest() != 0 ? stamp : stamp.withDigest(digest(path));
  }

  /** The stamp of an exploded directory: over the names, sizes and times of its files. */
  private static ContentStamp directory(Path directory) throws IOException {
    TreeMap<String, long[]> files = new TreeMap<>();
    Files.walkFileTree(
        directory,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.put(
                directory.relativize(file).toString(),
                new long[] {attributes.size(), attributes.lastModifiedTime().toMillis()});
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    long size = 0;
    long modified = 0;
    long digest = FNV_START;
    for (Map.Entry<String, long[]> file : files.entrySet()) {
      size += file.getValue()[0];
      modified = Math.max(modified, file.getValue()[1]);
      for (int i = 0; i < file.getKey().length(); i++) {
        digest = (digest ^ file.getKey().charAt(i)) * FNV_PRIME;
      }
      digest = (digest ^ file.getValue()[0]) * FNV_PRIME;
      digest = (digest ^ file.getValue()[1]) * FNV_PRIME;
    }
    return new ContentStamp(size, modified / 1000, digest == 0 ? 1 : digest, 0, 0, "");
  }

  /** The digest of a zip's central directory; of all bytes where there is none. */
  static long digest(Path jar) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
      byte[] end = end(file);
      long[] place = centralDirectory(file, end);
      long digest = FNV_START;
      if (place == null) {
        digest = digest(file, 0, file.length(), digest);
      } else {
        digest = digest(end, end.length, digest(file, place[0], place[1], digest));
      }
      return digest == 0 ? 1 : digest;
    }
  }

  /** Whether a file ends as a zip does, with its central directory where the end says. */
  static boolean isWhole(Path jar) {
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "r")) {
      return centralDirectory(file, end(file)) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** From the end-of-central-directory record on; empty if there is none. */
  private static byte[] end(RandomAccessFile file) throws IOException {
    long length = file.length();
    int size = (int) Math.min(length, END_SIZE + LONGEST_COMMENT);
    int first = Math.min(size, 512);
    byte[] tail = read(file, length - first, first);
    int at = lastEnd(tail);
    if (at < 0 && size > first) {
      tail = read(file, length - size, size);
      at = lastEnd(tail);
    }
    if (at < 0) {
      return new byte[0];
    }
    byte[] end = new byte[tail.length - at];
    System.arraycopy(tail, at, end, 0, end.length);
    return end;
  }

  private static int lastEnd(byte[] tail) {
    for (int at = tail.length - END_SIZE; at >= 0; at--) {
      if (tail[at] == 'P'
          && little(tail, at, 4) == END_SIGNATURE
          && at + END_SIZE + little(tail, at + 20, 2) == tail.length) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Where the central directory starts and how long it is, or null if it is not where it should be.
   */
  private static long @Nullable [] centralDirectory(RandomAccessFile file, byte[] end)
      throws IOException {
    if (end.length == 0) {
      return null;
    }
    long endAt = file.length() - end.length;
    long size = little(end, 12, 4);
    if (size == 0xFFFF_FFFFL
        || little(end, 16, 4) == 0xFFFF_FFFFL
        || little(end, 10, 2) == 0xFFFF) {
      long locatorAt = endAt - ZIP64_LOCATOR_SIZE;
      if (locatorAt >= 0) {
        byte[] locator = read(file, locatorAt, ZIP64_LOCATOR_SIZE);
        if (little(locator, 0, 4) == ZIP64_LOCATOR_SIGNATURE) {
          long recordAt = little(locator, 8, 8);
          if (recordAt < 0 || recordAt + 56 > locatorAt) {
            return null;
          }
          byte[] record = read(file, recordAt, 56);
          endAt = recordAt;
          size = little(record, 40, 8);
        }
      }
    }
    // The size rather than the offset, because bytes may stand before the zip.
    return size < 0 || size > endAt ? null : new long[] {endAt - size, size};
  }

  private static byte[] read(RandomAccessFile file, long at, int count) throws IOException {
    byte[] bytes = new byte[count];
    file.seek(at);
    file.readFully(bytes);
    return bytes;
  }

  private static long digest(RandomAccessFile file, long at, long count, long start)
      throws IOException {
    long digest = start;
    byte[] buffer = new byte[(int) Math.min(count, 1 << 16)];
    file.seek(at);
    long left = count;
    while (left > 0) {
      int size = (int) Math.min(left, buffer.length);
      file.readFully(buffer, 0, size);
      digest = digest(buffer, size, digest);
      left -= size;
    }
    return digest;
  }

  private static long digest(byte[] bytes, int count, long start) {
    long digest = start;
    for (int i = 0; i < count; i++) {
      digest = (digest ^ (bytes[i] & 0xFF)) * FNV_PRIME;
    }
    return digest;
  }

  private static long little(byte[] bytes, int at, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (bytes[at + i] & 0xFF);
    }
    return value;
  }
}
