package dev.latent.container.descriptor;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A filter over attributes in the form that OSGi took from LDAP, for example {@code
 * (&(format=pdf)(service.ranking>=10))}.
 *
 * <p>Syntax and comparison are those of OSGi's own filters: the type of the attribute decides how
 * the text in the filter is compared, one matching element of an array or collection is enough, and
 * names of attributes are found in any case. Types that are not known here are compared through
 * their public static {@code valueOf(String)} or their constructor that takes a {@code String}; a
 * value that they refuse does not match. That is the only foreign code that a filter runs.
 *
 * <p>Immutable and thread-safe. Equality is that of the text, white space and all.
 */
public final class LdapFilter {

  private final String text;
  private final FilterNode root;

  private LdapFilter(String text, FilterNode root) {
    this.text = text;
    this.root = root;
  }

  /**
   * Reads a filter.
   *
   * @param text the text
   * @return the filter
   * @throws IllegalArgumentException if it is none; the message says at which character and why
   */
  public static LdapFilter parse(String text) {
    return new LdapFilter(text, new FilterParser(text).parse());
  }

  /**
   * Makes a text safe as a value inside a filter: the characters that mean something there are
   * escaped.
   *
   * @param value the value
   * @return the value as a filter writes it
   */
  public static String escape(String value) {
    StringBuilder escaped = null;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '(' || c == ')' || c == '*' || c == '\\') {
        if (escaped == null) {
          escaped = new StringBuilder(value.length() + 8).append(value, 0, i);
        }
        escaped.append('\\');
      }
      if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? value : escaped.toString();
  }

  /**
   * Whether attributes match. Attributes that are absent match nothing.
   *
   * @param attributes the attributes; an {@link AttributeMap} is the fastest
   * @return true if they do
   */
  public boolean matches(Map<String, ?> attributes) {
    return root.matches(attributes);
  }

  /**
   * What can be said where some attributes are not known, as far as the known ones decide.
   *
   * @param attributes the known attributes
   * @param unknown tells by name, as the filter writes it, whether an attribute is unknown; it then
   *     counts as unknown even if the map has a value for it
   * @return whether they match, or that it depends on the unknown ones
   */
  public Match evaluate(Map<String, ?> attributes, Predicate<String> unknown) {
    return root.evaluate(attributes, unknown);
  }

  /**
   * What can be said where some attributes are not known.
   *
   * @param attributes the known attributes
   * @param unknownKeys the names of the unknown ones, found in any case
   * @return whether they match, or that it depends on the unknown ones
   */
  public Match evaluate(Map<String, ?> attributes, Set<String> unknownKeys) {
    return root.evaluate(attributes, name -> containsIgnoringCase(unknownKeys, name));
  }

  private static boolean containsIgnoringCase(Set<String> keys, String name) {
    for (String key : keys) {
      if (key.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The names of all attributes that the filter asks for, as it writes them.
   *
   * @return the names, in the order of the filter
   */
  public Set<String> attributeNames() {
    Set<String> names = new LinkedHashSet<>();
    root.collectNames(names);
    return names;
  }

  /**
   * The one text that an attribute must equal for the filter to match, where the filter says so in
   * so many words: the filter as a whole, or a term of the conjunction that it is, is {@code
   * (attribute=text)}. Lets an index look candidates up instead of trying all.
   *
   * @param attribute the name of the attribute, found in any case
   * @return the text, or empty if the filter does not fix it
   */
  public Optional<String> requiredText(String attribute) {
    @Nullable String required = root.requiredText(attribute);
    return Optional.ofNullable(required);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LdapFilter filter && filter.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text that it was read from. */
  @Override
  public String toString() {
    return text;
  }
}
