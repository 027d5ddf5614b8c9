package dev.latent.container.finder;

/**
 * One line about what happened to the index.
 *
 * @param kind what it is about
 * @param text the line, for people
 */
public record IndexNotice(Kind kind, String text) {

  /** What a notice is about. */
  public enum Kind {
    /** There was no index; all content is read. */
    MISSING,
    /** The index was cut off or damaged; all content is read. */
    TORN,
    /** The index was written by another version; all content is read. */
    OTHER_VERSION,
    /** Something that is not an index stood in its place and was set aside. */
    FOREIGN,
    /** The index can't be written where it belongs and is kept elsewhere, or not at all. */
    NOT_WRITABLE,
    /** Part of the content was read because it is new or changed. */
    CHANGED,
    /** How far a long reading is. */
    PROGRESS,
    /** An index was written. */
    WRITTEN,
    /** A listener of changes threw. */
    LISTENER_FAILED,
    /** The directories are not watched any more. */
    WATCHER_FAILED
  }
}
