package dev.latent.container.descriptor;

/** A file is not an index that this version of the container can use. */
public final class UnusableIndexException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why a file can't be used. */
  public enum Reason {
    /** It is no index at all, so it belongs to somebody else. */
    FOREIGN,
    /** It is an index in the format of another version. */
    OTHER_VERSION,
    /** It is an index, but not all of it, or not as it was written. */
    TORN
  }

  private final Reason reason;

  UnusableIndexException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Why it can't be used.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
