package dev.latent.container.descriptor;

import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of an index: all that is needed to see whether an index is as the plugins are, and
 * whether any of them starts with the container. It has a check sum of its own, so a start reads
 * some hundred bytes however many plugins there are, and leaves the rest to the first lookup.
 * Immutable and thread-safe.
 */
public final class IndexHead {

  /** What to read of a file at first; enough for all but very many finders or very long names. */
  public static final int USUAL_LENGTH = 4096;

  private final byte[] bytes;

  private IndexHead(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Opens the head of an index.
   *
   * @param bytes the begin of the file; the head's own from now on
   * @return the head, or null if it isn't one, or not one of this version, or not whole
   */
  public static @Nullable IndexHead open(byte[] bytes) {
    int length = length(bytes);
    return length < 0
            || length > bytes.length
            || IndexBytes.intAt(bytes, IndexFormat.AT_HEAD_CHECKSUM) != checksum(bytes, length)
        ? null
        : new IndexHead(bytes);
  }

  /**
   * How long the head is.
   *
   * @param bytes the begin of the file
   * @return the number of bytes, or -1 if this is no index, or one of another version
   */
  public static int length(byte[] bytes) {
    if (bytes.length < IndexFormat.HEADER
        || IndexBytes.longAt(bytes, 0) != IndexFormat.MAGIC
        || IndexBytes.intAt(bytes, IndexFormat.AT_VERSION) != IndexFormat.VERSION
        || IndexBytes.intAt(bytes, IndexFormat.AT_JAVA_RELEASE) != Runtime.version().feature()) {
      return -1;
    }
    int length = IndexBytes.intAt(bytes, IndexFormat.AT_RECORDS);
    return length < IndexFormat.HEADER ? -1 : length;
  }

  /** CRC32 rather than CRC32C, as {@link DescriptorIndex#checksum} says. */
  static int checksum(byte[] bytes, int length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, IndexFormat.AT_LENGTH, length - IndexFormat.AT_LENGTH);
    return (int) checksum.getValue();
  }

  /**
   * What one name adds to the sum over a listing. The sum does not depend on the order in which a
   * directory lists its files, which differs between file systems.
   *
   * @param name the name of a file
   * @return a number to add up
   */
  public static long listed(String name) {
    long hash = 0xCBF29CE484222325L;
    char[] characters = name.toCharArray(); // one call rather than one per character
    for (int i = 0; i < characters.length; i++) {
      hash = (hash ^ characters[i]) * 0x100000001B3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    return hash ^ (hash >>> 29);
  }

  /**
   * How long the whole index is.
   *
   * @return the number of bytes
   */
  public long fileLength() {
    return IndexBytes.intAt(bytes, IndexFormat.AT_LENGTH);
  }

  /**
   * How many finders the locations belong to.
   *
   * @return the number
   */
  public int roots() {
    return IndexBytes.intAt(bytes, IndexFormat.AT_ROOT_COUNT);
  }

  private int rootAt(int root) {
    return IndexBytes.intAt(bytes, IndexFormat.AT_ROOTS) + IndexFormat.ROOT_SIZE * root;
  }

  /**
   * Whether a finder has the name that it had when the index was written.
   *
   * @param root the number of the finder
   * @param name the name
   * @return true if it is the same
   */
  public boolean isRoot(int root, String name) {
    return root < roots()
        && IndexBytes.equalsAt(bytes, IndexBytes.intAt(bytes, rootAt(root)), name);
  }

  /**
   * Whether a finder lists what it listed when the index was written.
   *
   * @param root the number of the finder
   * @param count how many names it lists
   * @param sum the sum of {@link #listed} over them
   * @return true if they are the same names
   */
  public boolean lists(int root, int count, long sum) {
    return IndexBytes.intAt(bytes, rootAt(root) + IndexFormat.ROOT_COUNT) == count
        && IndexBytes.longAt(bytes, rootAt(root) + IndexFormat.ROOT_LISTING) == sum;
  }

  /**
   * Whether any plugin states that it starts with the container.
   *
   * @return false if none does
   */
  public boolean statesEager() {
    return IndexBytes.intAt(bytes, IndexFormat.AT_EAGER) != 0;
  }

  /**
   * Whether a whole index is the one that this is the head of.
   *
   * @param index the index
   * @return true if both have the same check sums
   */
  public boolean belongsTo(DescriptorIndex index) {
    return index.identity() == IndexBytes.longAt(bytes, IndexFormat.AT_CHECKSUM);
  }
}
