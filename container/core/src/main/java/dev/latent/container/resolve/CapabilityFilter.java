package dev.latent.container.resolve;

import dev.latent.api.PluginVersion;
import dev.latent.container.descriptor.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An LDAP filter as requirements have it, matched against typed attributes of capabilities.
 * Immutable. A filter that can't be read matches nothing: the descriptor's reader has reported it.
 */
final class CapabilityFilter {

  private enum Operator {
    AND,
    OR,
    NOT,
    EQUAL,
    APPROXIMATE,
    AT_LEAST,
    AT_MOST,
    NEVER
  }

  /** Matches every capability. */
  static final CapabilityFilter ANY =
      new CapabilityFilter(Operator.AND, List.of(), "", "", List.of());

  private static final CapabilityFilter NONE =
      new CapabilityFilter(Operator.NEVER, List.of(), "", "", List.of());

  private final Operator operator;
  private final List<CapabilityFilter> terms;
  private final String attribute;
  private final String value;

  /** The pieces between the stars; empty where there is no star. */
  private final List<String> pieces;

  private CapabilityFilter(
      Operator operator,
      List<CapabilityFilter> terms,
      String attribute,
      String value,
      List<String> pieces) {
    this.operator = operator;
    this.terms = terms;
    this.attribute = attribute;
    this.value = value;
    this.pieces = pieces;
  }

  static CapabilityFilter parse(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return ANY;
    }
    Reader reader = new Reader(text);
    CapabilityFilter filter = reader.read(0);
    return filter == null || !reader.atEnd() ? NONE : filter;
  }

  boolean matches(Capability capability) {
    return matches(capability.attributes());
  }

  boolean matches(Map<String, ?> attributes) {
    switch (operator) {
      case AND:
        for (CapabilityFilter term : terms) {
          if (!term.matches(attributes)) {
            return false;
          }
        }
        return true;
      case OR:
        for (CapabilityFilter term : terms) {
          if (term.matches(attributes)) {
            return true;
          }
        }
        return false;
      case NOT:
        return !terms.get(0).matches(attributes);
      case NEVER:
        return false;
      default:
        Object actual = attributes.get(attribute);
        return actual != null && matchesValue(actual);
    }
  }

  private boolean matchesValue(Object actual) {
    if (actual instanceof List<?> list) {
      for (Object element : list) {
        if (matchesValue(element)) {
          return true;
        }
      }
      return false;
    }
    if (!pieces.isEmpty()) {
      return matchesPieces(actual.toString());
    }
    if (operator == Operator.APPROXIMATE && actual instanceof String) {
      return squeezed(actual.toString()).equals(squeezed(value));
    }
    int order;
    try {
      if (actual instanceof PluginVersion version) {
        order = version.compareTo(PluginVersion.parse(value));
      } else if (actual instanceof Long number) {
        order = number.compareTo(Long.valueOf(value.trim()));
      } else if (actual instanceof Double number) {
        order = number.compareTo(Double.valueOf(value.trim()));
      } else {
        order = actual.toString().compareTo(value);
      }
    } catch (IllegalArgumentException notOfThatType) {
      return false;
    }
    return switch (operator) {
      case AT_LEAST -> order >= 0;
      case AT_MOST -> order <= 0;
      default -> order == 0;
    };
  }

  private boolean matchesPieces(String actual) {
    String first = pieces.get(0);
    String last = pieces.get(pieces.size() - 1);
    if (!actual.startsWith(first)
        || !actual.endsWith(last)
        || actual.length() < first.length() + last.length()) {
      return false;
    }
    int at = first.length();
    int end = actual.length() - last.length();
    for (int i = 1; i < pieces.size() - 1; i++) {
      int found = actual.indexOf(pieces.get(i), at);
      if (found < 0 || found + pieces.get(i).length() > end) {
        return false;
      }
      at = found + pieces.get(i).length();
    }
    return true;
  }

  private static String squeezed(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        result.append(text.charAt(i));
      }
    }
    return result.toString().toLowerCase(Locale.ROOT);
  }

  /**
   * The values that an attribute must have for the filter to match.
   *
   * @return the values, one of which it must have; null if the filter does not say
   */
  @Nullable List<String> required(String name) {
    switch (operator) {
      case EQUAL:
        return attribute.equalsIgnoreCase(name) && pieces.isEmpty() ? List.of(value) : null;
      case AND:
        for (CapabilityFilter term : terms) {
          List<String> values = term.required(name);
          if (values != null) {
            return values;
          }
        }
        return null;
      case OR:
        List<String> all = new ArrayList<>();
        for (CapabilityFilter term : terms) {
          List<String> values = term.required(name);
          if (values == null) {
            return null;
          }
          all.addAll(values);
        }
        return all;
      default:
        return null;
    }
  }

  /** Whether an attribute is part of the filter, as directive {@code mandatory} asks. */
  boolean mentions(String name) {
    if (attribute.equalsIgnoreCase(name)) {
      return true;
    }
    for (CapabilityFilter term : terms) {
      if (term.mentions(name)) {
        return true;
      }
    }
    return false;
  }

  /** Reads the text of a filter; every method gives null where it is not one. */
  private static final class Reader {

    /** Deeper filters are refused: they are no more than an attempt to exhaust the stack. */
    private static final int MOST_LEVELS = 100;

    private final String text;
    private int at;

    Reader(String text) {
      this.text = text.trim();
    }

    boolean atEnd() {
      return at == text.length();
    }

    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }

    @Nullable CapabilityFilter read(int level) {
      skipSpace();
      if (level > MOST_LEVELS || peek() != '(') {
        return null;
      }
      at++;
      skipSpace();
      CapabilityFilter result =
          switch (peek()) {
            case '&' -> composite(Operator.AND, level);
            case '|' -> composite(Operator.OR, level);
            case '!' -> composite(Operator.NOT, level);
            default -> comparison();
          };
      skipSpace();
      if (result == null || peek() != ')') {
        return null;
      }
      at++;
      skipSpace();
      return result;
    }

    private @Nullable CapabilityFilter composite(Operator operator, int level) {
      at++;
      List<CapabilityFilter> terms = new ArrayList<>();
      skipSpace();
      while (peek() == '(') {
        CapabilityFilter term = read(level + 1);
        if (term == null) {
          return null;
        }
        terms.add(term);
      }
      boolean wrong = operator == Operator.NOT ? terms.size() != 1 : terms.isEmpty();
      return wrong ? null : new CapabilityFilter(operator, List.copyOf(terms), "", "", List.of());
    }

    private @Nullable CapabilityFilter comparison() {
      int start = at;
      while (at < text.length() && "=~<>()".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      String name = text.substring(start, at).trim();
      Operator operator =
          switch (peek()) {
            case '=' -> Operator.EQUAL;
            case '~' -> Operator.APPROXIMATE;
            case '>' -> Operator.AT_LEAST;
            case '<' -> Operator.AT_MOST;
            default -> Operator.NEVER;
          };
      if (name.isEmpty() || operator == Operator.NEVER) {
        return null;
      }
      at++;
      if (operator != Operator.EQUAL) {
        if (peek() != '=') {
          return null;
        }
        at++;
      }
      List<String> pieces = new ArrayList<>();
      StringBuilder piece = new StringBuilder();
      while (at < text.length() && peek() != ')') {
        char c = text.charAt(at++);
        if (c == '(') {
          return null;
        } else if (c == '\\' && at < text.length()) {
          piece.append(text.charAt(at++));
        } else if (c == '*' && operator == Operator.EQUAL) {
          pieces.add(piece.toString());
          piece.setLength(0);
        } else {
          piece.append(c);
        }
      }
      if (pieces.isEmpty()) {
        return new CapabilityFilter(operator, List.of(), name, piece.toString(), List.of());
      }
      pieces.add(piece.toString());
      return new CapabilityFilter(operator, List.of(), name, "", List.copyOf(pieces));
    }
  }
}
