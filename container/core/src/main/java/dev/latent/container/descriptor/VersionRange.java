package dev.latent.container.descriptor;

import dev.latent.api.PluginVersion;
import org.jspecify.annotations.Nullable;

/**
 * A range of versions as OSGi writes them, for example {@code [1.2,2)}; a single version means that
 * version or later. Immutable.
 *
 * @param floor the lower end
 * @param floorIncluded whether the lower end belongs to it
 * @param ceiling the upper end; null if there is none
 * @param ceilingIncluded whether the upper end belongs to it
 */
public record VersionRange(
    PluginVersion floor,
    boolean floorIncluded,
    @Nullable PluginVersion ceiling,
    boolean ceilingIncluded) {

  /** Every version. */
  public static final VersionRange ANY = new VersionRange(PluginVersion.NONE, true, null, false);

  /**
   * Reads a range.
   *
   * @param text the text
   * @return the range
   * @throws IllegalArgumentException if it is none; the message shows the form
   */
  public static VersionRange parse(String text) {
    String trimmed = text.trim();
    if (trimmed.isEmpty()) {
      throw notARange(text);
    }
    char first = trimmed.charAt(0);
    if (first != '[' && first != '(') {
      return new VersionRange(PluginVersion.parse(trimmed), true, null, false);
    }
    char last = trimmed.charAt(trimmed.length() - 1);
    int comma = trimmed.indexOf(',');
    if (comma < 0 || (last != ']' && last != ')')) {
      throw notARange(text);
    }
    return new VersionRange(
        PluginVersion.parse(trimmed.substring(1, comma)),
        first == '[',
        PluginVersion.parse(trimmed.substring(comma + 1, trimmed.length() - 1)),
        last == ']');
  }

  private static IllegalArgumentException notARange(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not a version range. Write for example [1.2,2) or 1.2.");
  }

  /**
   * Whether a version lies in the range.
   *
   * @param version the version
   * @return true if it does
   */
  public boolean includes(PluginVersion version) {
    int low = version.compareTo(floor);
    if (low < 0 || (low == 0 && !floorIncluded)) {
      return false;
    }
    if (ceiling == null) {
      return true;
    }
    int high = version.compareTo(ceiling);
    return high < 0 || (high == 0 && ceilingIncluded);
  }

  /**
   * The LDAP filter that says the same.
   *
   * @param attribute the attribute that holds the version
   * @return the filter, without the enclosing {@code (&…)} where one term says it
   */
  public String filter(String attribute) {
    String low =
        floorIncluded
            ? "(" + attribute + ">=" + floor + ")"
            : "(!(" + attribute + "<=" + floor + "))";
    if (ceiling == null) {
      return low;
    }
    return low
        + (ceilingIncluded
            ? "(" + attribute + "<=" + ceiling + ")"
            : "(!(" + attribute + ">=" + ceiling + "))");
  }

  @Override
  public String toString() {
    if (ceiling == null && floorIncluded) {
      return floor.toString();
    }
    return (floorIncluded ? "[" : "(")
        + floor
        + ","
        + (ceiling == null ? "" : ceiling)
        + (ceilingIncluded ? "]" : ")");
  }
}
