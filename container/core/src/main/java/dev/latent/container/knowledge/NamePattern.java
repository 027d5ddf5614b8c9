package dev.latent.container.knowledge;

/**
 * A pattern over names of plugins: {@code *} stands for any characters, {@code ?} for one; parts
 * are separated by commas, and a part that begins with {@code !} takes names out again. Immutable.
 *
 * <p>Matched by hand: the pattern is used while the container is built, where a regular expression
 * would load more classes than the container itself.
 *
 * @param text the pattern, for example {@code acme.*, !acme.pdf}
 */
public record NamePattern(String text) {

  /**
   * Makes a pattern.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public NamePattern {
    text = text.trim();
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "A pattern of plugin names must not be empty. Use '*' for all plugins.");
    }
  }

  /**
   * Whether a name matches at least one part, and no part that takes names out.
   *
   * @param name the name of a plugin
   * @return true if it matches
   */
  public boolean matches(String name) {
    boolean matched = false;
    boolean onlyExclusions = true;
    int at = 0;
    while (at <= text.length()) {
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      String part = text.substring(at, end).trim();
      if (part.startsWith("!")) {
        if (glob(part, 1, name, 0)) {
          return false;
        }
      } else if (!part.isEmpty()) {
        onlyExclusions = false;
        matched |= glob(part, 0, name, 0);
      }
      at = end + 1;
    }
    return matched || onlyExclusions;
  }

  /**
   * Whether it names one plugin and has no wildcard.
   *
   * @return true if {@link #text()} is a plain name
   */
  public boolean exact() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*' || c == '?' || c == ',' || c == '!') {
        return false;
      }
    }
    return true;
  }

  /**
   * How much of a name it fixes: of two patterns that match, the one that fixes more counts.
   *
   * @return the number of characters that stand for themselves; a plain name fixes all
   */
  int weight() {
    if (exact()) {
      return Integer.MAX_VALUE - 1;
    }
    int weight = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '*' && c != '?') {
        weight++;
      }
    }
    return weight;
  }

  private static boolean glob(String pattern, int patternStart, String name, int nameStart) {
    int p = patternStart;
    int n = nameStart;
    int star = -1;
    int resume = -1;
    while (n < name.length()) {
      char c = p < pattern.length() ? pattern.charAt(p) : 0;
      if (c == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && (c == '?' || c == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
