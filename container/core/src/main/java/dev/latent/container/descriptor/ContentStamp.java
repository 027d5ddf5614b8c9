package dev.latent.container.descriptor;

/**
 * What the container remembers of a plugin's content, to tell later whether it is still the same
 * without reading it all. Immutable.
 *
 * <p>Size, time and digest travel with the content. Change time and inode are a shortcut that holds
 * on one file system only: while they, size and time are the same, the digest need not be looked
 * at; the change time moves even where somebody put the modification time back.
 *
 * @param size the size in bytes; the sum of all files for an exploded directory, 0 for content that
 *     is not on a file system
 * @param modified the modification time in seconds; the latest of all files for a directory
 * @param digest a digest of the zip's central directory, which holds the check sum of each entry;
 *     for a directory, of the names, sizes and times of its files
 * @param changed the POSIX change time in nanoseconds; 0 if unknown
 * @param inode the POSIX inode; 0 if unknown
 * @param foreignKey the key that a finder gave for content that is not on a file system; else empty
 */
public record ContentStamp(
    long size, long modified, long digest, long changed, long inode, String foreignKey) {

  /** The stamp of what can't be looked at: equal to nothing that can. */
  public static final ContentStamp UNKNOWN = new ContentStamp(-1, 0, 0, 0, 0, "");

  /**
   * A stamp by a finder's own key.
   *
   * @param key the key
   * @return the stamp
   */
  public static ContentStamp foreign(String key) {
    return new ContentStamp(0, 0, 0, 0, 0, key);
  }

  /**
   * Whether the content is the same, by what travels with it.
   *
   * @param other another stamp, its digest known
   * @return true if both stand for the same bytes
   */
  public boolean sameContent(ContentStamp other) {
    return size == other.size
        && digest == other.digest
        && foreignKey.equals(other.foreignKey)
        && size >= 0;
  }

  /**
   * Whether a look at the file alone, without its digest, says that nothing changed.
   *
   * @param look a stamp with no digest
   * @return true if size and times are the same, and the inode where it is known to both
   */
  public boolean sameShortcut(ContentStamp look) {
    return size == look.size
        && size >= 0
        && modified == look.modified
        && changed == look.changed
        && inode == look.inode
        && foreignKey.equals(look.foreignKey);
  }

  /**
   * The same content with the digest that was found.
   *
   * @param found the digest
   * @return a stamp with it
   */
  public ContentStamp withDigest(long found) {
    return new ContentStamp(size, modified, found, changed, inode, foreignKey);
  }

  /**
   * The content key as text: size, time and digest.
   *
   * @return the text; the same for the same bytes at the same place
   */
  public String key() {
    return foreignKey.isEmpty()
        ? size + "-" + modified + "-" + Long.toHexString(digest)
        : foreignKey;
  }
}
