package dev.latent.container.descriptor;

import java.lang.reflect.Array;
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
   * The value in its type; for a body the array that the component runtime publishes, of primitives
   * where there are such.
   *
   * @throws IllegalArgumentException if there is no such type or the text is no value of it
   */
  Object typed() {
    if (value != null) {
      return typed(value);
    }
    Object values = Array.newInstance(element(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      Array.set(values, i, typed(lines.get(i)));
    }
    return values;
  }

  private Class<?> element() {
    return switch (type) {
      case "Long" -> long.class;
      case "Double" -> double.class;
      case "Float" -> float.class;
      case "Integer" -> int.class;
      case "Byte" -> byte.class;
      case "Character", "Char" -> char.class;
      case "Boolean" -> boolean.class;
      case "Short" -> short.class;
      default -> String.class; // a name that is no type at all is refused with the first value
    };
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
