package dev.latent.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version of a plugin, ordered as OSGi orders versions: three numbers, then the qualifier as a
 * string.
 *
 * <p>Immutable and thread-safe.
 *
 * @param major the first number, zero or more
 * @param minor the second number, zero or more
 * @param micro the third number, zero or more
 * @param qualifier the rest, letters, digits, {@code _} and {@code -}; empty if there is none
 */
public record PluginVersion(int major, int minor, int micro, String qualifier)
    implements Comparable<PluginVersion> {

  /** The version of a plugin that states none: {@code 0.0.0}. */
  public static final PluginVersion NONE = new PluginVersion(0, 0, 0, "");

  /**
   * Makes a version of its four parts.
   *
   * @throws IllegalArgumentException if a number is negative or the qualifier has a character that
   *     OSGi does not allow there
   */
  public PluginVersion {
    Objects.requireNonNull(qualifier, "qualifier");
    if (major < 0 || minor < 0 || micro < 0) {
      throw new IllegalArgumentException(
          "Version numbers must not be negative: " + major + "." + minor + "." + micro);
    }
    for (int i = 0; i < qualifier.length(); i++) {
      if (!isQualifierCharacter(qualifier.charAt(i))) {
        throw new IllegalArgumentException(
            "Version qualifier '"
                + qualifier
                + "' has the character '"
                + qualifier.charAt(i)
                + "'. Use letters, digits, '_' and '-' only.");
      }
    }
  }

  /**
   * Reads a version as OSGi writes it: {@code major[.minor[.micro[.qualifier]]]}.
   *
   * @param text the text; white space around it is ignored
   * @return the version
   * @throws IllegalArgumentException if the text is not such a version
   */
  public static PluginVersion parse(String text) {
    PluginVersion version = strict(text.trim());
    if (version == null) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a version. Write major.minor.micro.qualifier, for example 1.4.0.");
    }
    return version;
  }

  /**
   * Reads any version text, also those that Maven and JPMS write, and never fails: leading numbers
   * are taken as they come, all else becomes the qualifier, with {@code _} for characters that OSGi
   * does not allow.
   *
   * @param text the text, for example {@code 5.0.0-M2+build.7}
   * @return the version that orders like it as far as OSGi's order can tell
   */
  public static PluginVersion parseLenient(String text) {
    String trimmed = text.trim();
    PluginVersion strict = strict(trimmed);
    if (strict != null) {
      return strict;
    }
    int[] numbers = new int[3];
    int count = 0;
    int at = 0;
    while (count < 3) {
      int end = at;
      while (end < trimmed.length() && isDigit(trimmed.charAt(end))) {
        end++;
      }
      int number = end == at ? -1 : number(trimmed, at, end);
      if (number < 0) {
        break;
      }
      numbers[count++] = number;
      at = end;
      if (at < trimmed.length() && trimmed.charAt(at) == '.') {
        at++;
      } else {
        break;
      }
    }
    while (at < trimmed.length() && !isLetterOrDigit(trimmed.charAt(at))) {
      at++;
    }
    StringBuilder qualifier = new StringBuilder(trimmed.length() - at);
    for (int i = at; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      qualifier.append(isQualifierCharacter(c) ? c : '_');
    }
    return new PluginVersion(numbers[0], numbers[1], numbers[2], qualifier.toString());
  }

  private static @Nullable PluginVersion strict(String text) {
    int[] numbers = new int[3];
    int at = 0;
    for (int part = 0; part < 3; part++) {
      int end = text.indexOf('.', at);
      int stop = end < 0 ? text.length() : end;
      int number = number(text, at, stop);
      if (number < 0) {
        return null;
      }
      numbers[part] = number;
      if (end < 0) {
        return new PluginVersion(numbers[0], numbers[1], numbers[2], "");
      }
      at = end + 1;
    }
    if (at == text.length()) {
      return null;
    }
    for (int i = at; i < text.length(); i++) {
      if (!isQualifierCharacter(text.charAt(i))) {
        return null;
      }
    }
    return new PluginVersion(numbers[0], numbers[1], numbers[2], text.substring(at));
  }

  /** The number between two places, or -1 if there is none or it is too large. */
  private static int number(String text, int from, int to) {
    if (from >= to || to - from > 10) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value > Integer.MAX_VALUE ? -1 : (int) value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetterOrDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isQualifierCharacter(char c) {
    return isLetterOrDigit(c) || c == '_' || c == '-';
  }

  @Override
  public int compareTo(PluginVersion other) {
    int order = Integer.compare(major, other.major);
    if (order == 0) {
      order = Integer.compare(minor, other.minor);
    }
    if (order == 0) {
      order = Integer.compare(micro, other.micro);
    }
    return order == 0 ? qualifier.compareTo(other.qualifier) : order;
  }

  @Override
  public String toString() {
    String numbers = major + "." + minor + "." + micro;
    return qualifier.isEmpty() ? numbers : numbers + "." + qualifier;
  }
}
