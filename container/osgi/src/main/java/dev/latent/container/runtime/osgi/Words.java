package dev.latent.container.runtime.osgi;

import dev.latent.container.runtime.StackPlace;

/** Makes text of other programs fit into a message. */
final class Words {

  private Words() {}

  /** What led to an exception, in its own words. */
  static String causeOf(Throwable e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  /** Names a thread and says what it does. */
  static String where(Thread thread) {
    String place = StackPlace.of(thread);
    return "thread '" + thread.getName() + "'" + (place.isEmpty() ? "" : ", at " + place);
  }

  /** A text on one line, ending in a full stop. */
  static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").trim();
    return line.endsWith(".") ? line : line + ".";
  }
}
