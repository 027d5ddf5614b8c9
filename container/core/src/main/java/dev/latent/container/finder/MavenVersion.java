package dev.latent.container.finder;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of versions of Maven artifacts: numbers as numbers, then the qualifiers that Maven
 * knows in its order, others by name after them (Maven, POM reference, "Version Order
 * Specification").
 */
final class MavenVersion {

  private static final List<String> QUALIFIERS =
      List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");
  private static final int RELEASE = QUALIFIERS.indexOf("");

  private MavenVersion() {}

  static int compare(String one, String other) {
    List<String> left = parts(one);
    List<String> right = parts(other);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int order = comparePart(part(left, i, right), part(right, i, left));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** A missing part is a zero where the other has a number, and a release where it has a word. */
  private static String part(List<String> parts, int i, List<String> others) {
    return i < parts.size() ? parts.get(i) : isNumber(others.get(i)) ? "0" : "";
  }

  private static int comparePart(String one, String other) {
    boolean number = isNumber(one);
    if (number && isNumber(other)) {
      String left = stripped(one);
      String right = stripped(other);
      return left.length() == right.length()
          ? left.compareTo(right)
          : Integer.compare(left.length(), right.length());
    }
    if (number || isNumber(other)) {
      return number ? 1 : -1; // 1.1 comes after 1-rc, and after 1-sp
    }
    int left = rank(one);
    int right = rank(other);
    return left == right && left == QUALIFIERS.size()
        ? one.compareTo(other)
        : Integer.compare(left, right);
  }

  private static String stripped(String number) {
    int zeros = 0;
    while (zeros < number.length() - 1 && number.charAt(zeros) == '0') {
      zeros++;
    }
    return number.substring(zeros);
  }

  private static int rank(String word) {
    int rank = QUALIFIERS.indexOf(word);
    return rank < 0 ? QUALIFIERS.size() : rank;
  }

  private static boolean isNumber(String part) {
    return !part.isEmpty() && Character.isDigit(part.charAt(0));
  }

  private static List<String> parts(String version) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < version.length(); i++) {
      char c = Character.toLowerCase(version.charAt(i));
      boolean separator = c == '.' || c == '-' || c == '_';
      boolean turn = !part.isEmpty() && Character.isDigit(c) != Character.isDigit(part.charAt(0));
      if (separator || turn) {
        parts.add(word(part.toString()));
        part.setLength(0);
      }
      if (!separator) {
        part.append(c);
      }
    }
    parts.add(word(part.toString()));
    while (!parts.isEmpty() && isNothing(parts.get(parts.size() - 1))) {
      parts.remove(parts.size() - 1);
    }
    return parts;
  }

  private static boolean isNothing(String part) {
    return isNumber(part) ? stripped(part).equals("0") : rank(part) == RELEASE;
  }

  private static String word(String part) {
    return switch (part) {
      case "a" -> "alpha";
      case "b" -> "beta";
      case "m" -> "milestone";
      case "cr" -> "rc";
      case "ga", "final", "release" -> "";
      default -> part;
    };
  }
}
