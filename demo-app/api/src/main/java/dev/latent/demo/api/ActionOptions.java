package dev.latent.demo.api;

import java.util.Map;
import java.util.Optional;

/** The options that a user set for one run of an action; what is not set has its default. */
public final class ActionOptions {

  private final Map<String, String> values;
  private final Map<String, Document> documents;

  /**
   * Wraps the values, without a second document.
   *
   * @param values option name to text
   */
  public ActionOptions(Map<String, String> values) {
    this(values, Map.of());
  }

  /**
   * Wraps the values and the documents.
   *
   * @param values option name to text
   * @param documents the documents that the user picked for options that take one, by option name
   */
  public ActionOptions(Map<String, String> values, Map<String, Document> documents) {
    this.values = Map.copyOf(values);
    this.documents = Map.copyOf(documents);
  }

  /**
   * A further document that the user picked, for example what to compare the first one with.
   *
   * @param name the name of an option of the type {@code document}
   * @return the document, or nothing if the user picked none
   */
  public Optional<Document> document(String name) {
    return Optional.ofNullable(documents.get(name));
  }

  /**
   * The text of an option.
   *
   * @param name its name
   * @param defaultValue what it is when not set or empty
   * @return the text
   */
  public String text(String name, String defaultValue) {
    String value = values.get(name);
    return value == null || value.isBlank() ? defaultValue : value.strip();
  }

  /**
   * A whole number within bounds.
   *
   * @param name its name
   * @param defaultValue what it is when not set
   * @param least the least that is allowed
   * @param most the most that is allowed
   * @return the number
   * @throws IllegalArgumentException if it is no number or out of bounds; the message is for the
   *     user
   */
  public int number(String name, int defaultValue, int least, int most) {
    String value = text(name, Integer.toString(defaultValue));
    int number;
    try {
      number = Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Option " + name + " must be a whole number, not '" + value + "'.", e);
    }
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "Option " + name + " must be from " + least + " to " + most + ", not " + number + ".");
    }
    return number;
  }

  /**
   * A switch.
   *
   * @param name its name
   * @param defaultValue what it is when not set
   * @return whether it is {@code true}, {@code yes}, {@code on} or {@code 1}
   */
  public boolean flag(String name, boolean defaultValue) {
    String value = text(name, Boolean.toString(defaultValue));
    return switch (value) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default ->
          throw new IllegalArgumentException(
              "Option " + name + " must be true or false, not '" + value + "'.");
    };
  }

  /**
   * One of several words.
   *
   * @param name its name
   * @param words the words allowed, the default first
   * @return the word
   * @throws IllegalArgumentException if it is none of them; the message lists them
   */
  public String choice(String name, String... words) {
    String value = text(name, words[0]);
    for (String word : words) {
      if (word.equals(value)) {
        return word;
      }
    }
    throw new IllegalArgumentException(
        "Option "
            + name
            + " must be one of "
            + String.join(", ", words)
            + ", not '"
            + value
            + "'.");
  }
}
