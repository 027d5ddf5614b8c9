package dev.latent.container.descriptor;

import dev.latent.api.PluginVersion;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Compares the text of a filter term with an attribute; the type of the attribute decides how.
 * Immutable.
 */
final class FilterComparison {

  /** How the two are compared. */
  enum Operator {
    PRESENT,
    EQUAL,
    APPROXIMATE,
    AT_LEAST,
    AT_MOST,
    SUBSTRING
  }

  private final Operator operator;
  private final String text;
  private final String trimmed;

  /** The pieces between the asterisks of a substring, null for an asterisk; else empty. */
  private final @Nullable String[] pieces;

  FilterComparison(Operator operator, String text) {
    this(operator, text, new String[0]);
  }

  FilterComparison(@Nullable String[] pieces) {
    this(Operator.SUBSTRING, "", pieces);
  }

  private FilterComparison(Operator operator, String text, @Nullable String[] pieces) {
    this.operator = operator;
    this.text = operator == Operator.APPROXIMATE ? withoutSpaces(text) : text;
    this.trimmed = text.trim();
    this.pieces = pieces;
  }

  @Nullable String requiredText() {
    return operator == Operator.EQUAL ? text : null;
  }

  boolean matches(Object value) {
    if (operator == Operator.PRESENT) {
      return true;
    }
    if (value instanceof String string) {
      return matchesString(string);
    }
    if (value instanceof Collection<?> collection) {
      for (Object element : collection) {
        if (element != null && matches(element)) {
          return true;
        }
      }
      return false;
    }
    if (value.getClass().isArray()) {
      return matchesArray(value);
    }
    return operator != Operator.SUBSTRING && matchesTyped(value);
  }

  private boolean matchesArray(Object array) {
    int length = java.lang.reflect.Array.getLength(array);
    for (int i = 0; i < length; i++) {
      Object element = java.lang.reflect.Array.get(array, i);
      if (element != null && matches(element)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesString(String string) {
    return switch (operator) {
      case EQUAL -> string.equals(text);
      case APPROXIMATE -> withoutSpaces(string).equalsIgnoreCase(text);
      case AT_LEAST -> string.compareTo(text) >= 0;
      case AT_MOST -> string.compareTo(text) <= 0;
      case SUBSTRING -> matchesPieces(string);
      case PRESENT -> true;
    };
  }

  private boolean matchesTyped(Object value) {
    try {
      if (value instanceof Long || value instanceof Integer) {
        return holds(Long.compare(((Number) value).longValue(), Long.parseLong(trimmed)));
      }
      if (value instanceof Boolean bool) {
        return holds(Boolean.compare(bool, Boolean.parseBoolean(trimmed)));
      }
      if (value instanceof PluginVersion version) {
        // OSGi takes an empty text for version 0.
        return holds(
            version.compareTo(
                trimmed.isEmpty() ? PluginVersion.NONE : PluginVersion.parse(trimmed)));
      }
      if (value instanceof Short || value instanceof Byte) {
        return holds(Long.compare(((Number) value).longValue(), Long.parseLong(trimmed)));
      }
      if (value instanceof Double number) {
        return holds(Double.compare(number, Double.parseDouble(trimmed)));
      }
      if (value instanceof Float number) {
        return holds(Float.compare(number, Float.parseFloat(trimmed)));
      }
    } catch (IllegalArgumentException e) {
      return false; // the filter's text is nothing of that type
    }
    if (value instanceof Character character) {
      return !text.isEmpty() && matchesCharacter(character, text.charAt(0));
    }
    return matchesForeign(value);
  }

  private boolean matchesCharacter(char value, char wanted) {
    if (operator == Operator.APPROXIMATE) {
      return value == wanted
          || Character.toUpperCase(value) == Character.toUpperCase(wanted)
          || Character.toLowerCase(value) == Character.toLowerCase(wanted);
    }
    return holds(Character.compare(value, wanted));
  }

  private boolean matchesForeign(Object value) {
    Object wanted = ForeignValues.valueOf(value.getClass(), trimmed);
    if (wanted == null) {
      return false;
    }
    try {
      if (value instanceof Comparable<?>) {
        @SuppressWarnings("unchecked") // it made the other one itself
        Comparable<Object> comparable = (Comparable<Object>) value;
        return holds(comparable.compareTo(wanted));
      }
      return value.equals(wanted);
    } catch (RuntimeException e) {
      return false; // foreign code that can't compare does not match
    }
  }

  private boolean holds(int order) {
    return switch (operator) {
      case AT_LEAST -> order >= 0;
      case AT_MOST -> order <= 0;
      default -> order == 0;
    };
  }

  /**
   * Pieces must follow one another; the first and last are anchored unless an asterisk is there.
   */
  private boolean matchesPieces(String string) {
    int last = pieces.length - 1;
    int at = 0;
    boolean floating = false;
    for (int i = 0; i <= last; i++) {
      String piece = pieces[i];
      if (piece == null) {
        floating = true;
      } else if (i == last) {
        return string.length() - piece.length() >= at && string.endsWith(piece);
      } else {
        int found = floating ? string.indexOf(piece, at) : string.startsWith(piece, at) ? at : -1;
        if (found < 0) {
          return false;
        }
        at = found + piece.length();
        floating = false;
      }
    }
    return true;
  }

  private static String withoutSpaces(String string) {
    StringBuilder kept = null;
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      boolean space = Character.isWhitespace(c);
      if (space && kept == null) {
        kept = new StringBuilder(string.length()).append(string, 0, i);
      } else if (!space && kept != null) {
        kept.append(c);
      }
    }
    return kept == null ? string : kept.toString();
  }
}
