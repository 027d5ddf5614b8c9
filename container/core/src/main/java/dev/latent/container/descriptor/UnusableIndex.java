package dev.latent.container.descriptor;

/**
 * Why a file can't be used as an index.
 *
 * @param reason the reason
 * @param text the reason in words, to go on after "because"
 */
public record UnusableIndex(Reason reason, String text) {

  /** Kinds of reasons. */
  public enum Reason {
    /** It is no index at all, so it belongs to somebody else. */
    FOREIGN,
    /** It is an index in the format of another version, or for another Java release. */
    OTHER_VERSION,
    /** It is an index, but not all of it, or not as it was written. */
    TORN
  }

  /**
   * Tells why {@link DescriptorIndex#open} gives nothing.
   *
   * @param bytes the whole file
   * @return the reason
   */
  public static UnusableIndex of(byte[] bytes) {
    boolean ours = bytes.length >= 8 && IndexBytes.longAt(bytes, 0) == IndexFormat.MAGIC;
    if (bytes.length > 0 && !ours) {
      return new UnusableIndex(Reason.FOREIGN, "it is not an index of Latent");
    }
    if (bytes.length < IndexFormat.HEADER) {
      return new UnusableIndex(Reason.TORN, "it ends after " + bytes.length + " bytes");
    }
    int version = IndexBytes.intAt(bytes, IndexFormat.AT_VERSION);
    if (version != IndexFormat.VERSION) {
      return new UnusableIndex(
          Reason.OTHER_VERSION,
          "it has format " + version + " and this version reads " + IndexFormat.VERSION);
    }
    int release = IndexBytes.intAt(bytes, IndexFormat.AT_JAVA_RELEASE);
    int running = Runtime.version().feature();
    if (release != running) {
      return new UnusableIndex(
          Reason.OTHER_VERSION, "it was made for Java " + release + " and this is Java " + running);
    }
    int length = IndexBytes.intAt(bytes, IndexFormat.AT_LENGTH);
    return new UnusableIndex(
        Reason.TORN,
        length == bytes.length
            ? "its check sum is wrong"
            : "it has " + bytes.length + " bytes of " + length);
  }
}
