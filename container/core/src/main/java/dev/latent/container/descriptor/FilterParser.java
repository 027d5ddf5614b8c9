package dev.latent.container.descriptor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one filter, from left to right. */
final class FilterParser {

  /** Deeper than any filter that means something, far from what the stack can take. */
  private static final int DEEPEST = 200;

  private final String text;
  private int at;
  private int depth;

  FilterParser(String text) {
    this.text = text;
  }

  FilterNode parse() {
    FilterNode root = filter();
    if (at != text.length()) {
      throw fault("the filter has ended, but more text follows");
    }
    return root;
  }

  private FilterNode filter() {
    if (++depth > DEEPEST) {
      throw fault("it is nested deeper than " + DEEPEST + " levels");
    }
    skipSpaces();
    expect('(');
    FilterNode node = inner();
    skipSpaces();
    expect(')');
    skipSpaces();
    depth--;
    return node;
  }

  private FilterNode inner() {
    skipSpaces();
    int start = at;
    char operator = peek();
    if (operator == '&' || operator == '|' || operator == '!') {
      at++;
      skipSpaces();
      if (peek() == '(') {
        return operator == '!' ? new FilterNode.Not(filter()) : group(operator == '&');
      }
      at = start; // no operator but the first letter of a name
    }
    return term();
  }

  private FilterNode group(boolean and) {
    List<FilterNode> parts = new ArrayList<>();
    while (peek() == '(') {
      parts.add(filter());
    }
    return new FilterNode.Group(and, parts);
  }

  private FilterNode term() {
    String attribute = attribute();
    char operator = peek();
    if (operator == '=') {
      at++;
      return new FilterNode.Term(attribute, equalOrSubstring());
    }
    if (at + 1 < text.length() && text.charAt(at + 1) == '=') {
      at += 2;
      return new FilterNode.Term(
          attribute,
          new FilterComparison(
              switch (operator) {
                case '~' -> FilterComparison.Operator.APPROXIMATE;
                case '>' -> FilterComparison.Operator.AT_LEAST;
                case '<' -> FilterComparison.Operator.AT_MOST;
                default -> {
                  at -= 2;
                  throw noOperator(attribute);
                }
              },
              value()));
    }
    throw noOperator(attribute);
  }

  private IllegalArgumentException noOperator(String attribute) {
    return fault("after '" + attribute + "' one of =, ~=, >=, <= must follow");
  }

  private String attribute() {
    int start = at;
    int end = at;
    for (char c = peek(); "~<>=()".indexOf(c) < 0; c = peek()) {
      at++;
      if (!Character.isWhitespace(c)) {
        end = at;
      }
    }
    if (start == end) {
      throw fault("the name of an attribute is missing");
    }
    return text.substring(start, end);
  }

  private String value() {
    StringBuilder value = new StringBuilder();
    for (char c = peek(); c != ')'; c = peek()) {
      value.append(character(c));
    }
    if (value.isEmpty()) {
      throw fault("the value is missing; only = may stand without one");
    }
    return value.toString();
  }

  private FilterComparison equalOrSubstring() {
    List<@Nullable String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    boolean onlyStarAndSpaces = peek() == '*';
    for (char c = peek(); c != ')'; c = peek()) {
      if (c == '*') {
        onlyStarAndSpaces &= pieces.isEmpty();
        addPiece(pieces, piece);
        pieces.add(null);
        at++;
      } else {
        onlyStarAndSpaces &= Character.isWhitespace(c);
        piece.append(character(c));
      }
    }
    if (onlyStarAndSpaces) {
      return new FilterComparison(FilterComparison.Operator.PRESENT, "");
    }
    addPiece(pieces, piece);
    String only = pieces.isEmpty() ? "" : pieces.get(0);
    if (pieces.size() <= 1 && only != null) {
      return new FilterComparison(FilterComparison.Operator.EQUAL, only);
    }
    return new FilterComparison(pieces.toArray(new @Nullable String[0]));
  }

  private static void addPiece(List<@Nullable String> pieces, StringBuilder piece) {
    if (!piece.isEmpty()) {
      pieces.add(piece.toString());
      piece.setLength(0);
    }
  }

  /** Takes one character of a value; a backslash takes the next as it is. */
  private char character(char c) {
    if (c == '(') {
      throw fault("a '(' inside a value must be written as \\(");
    }
    at++;
    if (c == '\\') {
      c = peek();
      at++;
    }
    return c;
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw fault("a '" + wanted + "' must stand here");
    }
    at++;
  }

  private char peek() {
    if (at >= text.length()) {
      throw fault("it ends too early");
    }
    return text.charAt(at);
  }

  private void skipSpaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException fault(String why) {
    return new IllegalArgumentException(
        "Filter '"
            + text
            + "' is wrong at character "
            + (Math.min(at, text.length()) + 1)
            + ": "
            + why
            + ". Write for example (&(format=pdf)(service.ranking>=10)).");
  }
}
