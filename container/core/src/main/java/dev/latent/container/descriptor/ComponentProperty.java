package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * A property as component XML writes it, before it is known to be right.
 *
 * @param value the attribute; null if the lines of the body count
 * @param lines the lines of the body, if they count
 */
record ComponentProperty(
    @Nullable String name, String type, @Nullable String value, List<String> lines) {

  ComponentProperty(@Nullable String name, String type, @Nullable String value) {
    this(name, type, value, List.of());
  }

  ComponentProperty withLines(String body) {
    List<String> lines = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(body, "\r\n");
    while (tokens.hasMoreTokens()) {
      String line = tokens.nextToken().trim();
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return new ComponentProperty(name, type, null, lines);
  }

  /**
   * The value in its type; a list of such values for a body.
   *
   * @throws IllegalArgumentException if there is no such type or the text is no value of it
   */
  Object typed() {
    if (value != null) {
      return typed(value);
    }
    List<Object> values = new ArrayList<>(lines.size());
    for (String line : lines) {
      values.add(typed(line));
    }
    return List.copyOf(values);
  }

  private Object typed(String text) {
    return switch (type) {
      case "String" -> text;
      case "Long" -> Long.valueOf(text);
      case "Double" -> Double.valueOf(text);
      case "Float" -> Float.valueOf(text);
      case "Integer" -> Integer.valueOf(text);
      case "Byte" -> Byte.valueOf(text);
      case "Character", "Char" -> (char) Integer.parseInt(text);
      case "Boolean" -> Boolean.valueOf(text);
      case "Short" -> Short.valueOf(text);
      default -> throw new IllegalArgumentException("there is no property type '" + type + "'");
    };
  }
}
