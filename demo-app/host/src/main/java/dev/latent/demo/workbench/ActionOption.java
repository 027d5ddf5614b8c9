package dev.latent.demo.workbench;

import java.util.ArrayList;
import java.util.List;

/**
 * An option that a user may set for an action, as its descriptor states it.
 *
 * @param name the name that the action reads it by
 * @param type what kind of value it takes
 * @param words what stands behind the type: the bounds of a number, the words of a choice, the
 *     media types of a document
 * @param defaultValue the value where nothing is set
 * @param label what a user reads
 */
public record ActionOption(
    String name, Type type, List<String> words, String defaultValue, String label) {

  /** What kind of value an option takes. */
  public enum Type {
    /** Any text. */
    TEXT,
    /** Yes or no. */
    FLAG,
    /** A whole number within bounds. */
    NUMBER,
    /** One of several words. */
    CHOICE,
    /** A further document. */
    DOCUMENT
  }

  /**
   * Reads the form {@code name|type|default|label}; what can't be read as stated becomes text, so
   * that one odd descriptor never takes the workbench away.
   *
   * @param text the form
   * @return the option
   */
  static ActionOption parse(String text) {
    List<String> parts = split(text, '|', 4);
    String name = parts.get(0);
    List<String> words = split(parts.size() > 1 ? parts.get(1) : "text", ':', Integer.MAX_VALUE);
    Type type =
        switch (words.get(0)) {
          case "flag" -> Type.FLAG;
          case "number" -> words.size() == 3 ? Type.NUMBER : Type.TEXT;
          case "choice" -> words.size() > 1 ? Type.CHOICE : Type.TEXT;
          case "document" -> Type.DOCUMENT;
          default -> Type.TEXT;
        };
    return new ActionOption(
        name,
        type,
        List.copyOf(words.subList(1, words.size())),
        parts.size() > 2 ? parts.get(2) : "",
        parts.size() > 3 ? parts.get(3) : name);
  }

  private static List<String> split(String text, char separator, int most) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (parts.size() < most - 1) {
      int to = text.indexOf(separator, from);
      if (to < 0) {
        break;
      }
      parts.add(text.substring(from, to).strip());
      from = to + 1;
    }
    parts.add(text.substring(from).strip());
    return parts;
  }
}
