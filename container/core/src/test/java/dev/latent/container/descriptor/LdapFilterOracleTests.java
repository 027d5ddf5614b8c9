package dev.latent.container.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginVersion;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.Version;

/** Compares our filters with those of OSGi's own API, which is the reference. */
class LdapFilterOracleTests {

  private static final List<String> KEYS = List.of("a", "B", "long.Name");

  @Property(tries = 4000)
  void matchesWhatTheReferenceMatches(
      @ForAll("filters") String text, @ForAll("attributes") Map<String, Object> attributes)
      throws InvalidSyntaxException {
    Filter reference = FrameworkUtil.createFilter(text);

    boolean ours = LdapFilter.parse(text).matches(ours(attributes));

    assertThat(ours)
        .as("%s on %s", text, attributes)
        .isEqualTo(reference.match(theirs(attributes)));
  }

  @Property(tries = 4000)
  void acceptsWhatTheReferenceAccepts(@ForAll("texts") String text) {
    assertThat(accepts(text)).as(text).isEqualTo(referenceAccepts(text));
  }

  @Property(tries = 2000)
  void openAnswerIsNeverWrong(
      @ForAll("filters") String text, @ForAll("attributes") Map<String, Object> attributes) {
    LdapFilter filter = LdapFilter.parse(text);
    AttributeMap<Object> all = ours(attributes);
    AttributeMap<Object> known = AttributeMap.copyOf(without(all, "a"));

    Match match = filter.evaluate(known, "a"::equalsIgnoreCase);

    if (match != Match.UNKNOWN) {
      assertThat(filter.matches(all)).as("%s on %s", text, all).isEqualTo(match == Match.TRUE);
    }
  }

  private static Map<String, Object> without(Map<String, Object> map, String key) {
    TreeMap<String, Object> rest = new TreeMap<>(map);
    rest.keySet().removeIf(key::equalsIgnoreCase);
    return rest;
  }

  private static boolean accepts(String text) {
    try {
      LdapFilter.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean referenceAccepts(String text) {
    try {
      FrameworkUtil.createFilter(text);
      return true;
    } catch (InvalidSyntaxException e) {
      return false;
    }
  }

  private static AttributeMap<Object> ours(Map<String, Object> attributes) {
    Map<String, Object> converted = new TreeMap<>();
    attributes.forEach(
        (key, value) ->
            converted.put(
                key,
                value instanceof Version version
                    ? PluginVersion.parse(version.toString())
                    : value));
    return AttributeMap.copyOf(converted);
  }

  private static Hashtable<String, Object> theirs(Map<String, Object> attributes) {
    return new Hashtable<>(attributes);
  }

  @Provide
  Arbitrary<Map<String, Object>> attributes() {
    return Arbitraries.maps(Arbitraries.of(KEYS), values()).ofMaxSize(3);
  }

  private static Arbitrary<Object> values() {
    Arbitrary<String> words = words();
    return Arbitraries.oneOf(
        words.map(word -> word),
        Arbitraries.integers().between(-2, 12).map(number -> number),
        Arbitraries.longs().between(-2, 12).map(number -> number),
        Arbitraries.shorts().between((short) 0, (short) 3).map(number -> number),
        Arbitraries.bytes().between((byte) 0, (byte) 3).map(number -> number),
        Arbitraries.of(1.0, 1.5, -0.0, Double.NaN).map(number -> number),
        Arbitraries.of(1.0f, 1.5f, 2f).map(number -> number),
        Arbitraries.of('1', 'a', 'A', ' ').map(character -> character),
        Arbitraries.of(true, false).map(bool -> bool),
        Arbitraries.of("0", "1.0.0", "1.0.1.q", "2").map(Version::parseVersion),
        Arbitraries.of("1", "12", "-2").map(BigInteger::new),
        Arbitraries.of(new Object(), Thread.State.NEW),
        words.list().ofMaxSize(3).map(list -> list),
        words.list().ofMaxSize(3).map(list -> list.toArray(new String[0])),
        Arbitraries.integers().between(-2, 12).list().ofMaxSize(3).map(ArrayList::new),
        Arbitraries.integers().between(-2, 12).array(int[].class).ofMaxSize(3),
        Arbitraries.of(new boolean[] {true}, new char[] {'a', '1'}, new double[] {1.5}));
  }

  private static Arbitrary<String> words() {
    return Arbitraries.strings().withChars("aAb1.2 *\\()").ofMaxLength(5);
  }

  @Provide
  Arbitrary<String> filters() {
    return filters(3);
  }

  private static Arbitrary<String> filters(int depth) {
    Arbitrary<String> terms =
        Combinators.combine(keys(), Arbitraries.of("=", "~=", ">=", "<="), filterValues())
            .as(
                (key, operator, value) ->
                    "("
                        + key
                        + operator
                        + (value.isEmpty() && !operator.equals("=") ? "1" : value)
                        + ")");
    if (depth == 0) {
      return terms;
    }
    Arbitrary<String> inner = filters(depth - 1);
    return Arbitraries.oneOf(
        terms,
        inner.map(filter -> "(!" + filter + ")"),
        inner.list().ofMinSize(1).ofMaxSize(3).map(list -> "(&" + String.join(" ", list) + ")"),
        inner.list().ofMinSize(1).ofMaxSize(3).map(list -> "( | " + String.join("", list) + " )"));
  }

  private static Arbitrary<String> keys() {
    return Arbitraries.of("a", "A", "b", " B ", "LONG.name", "gone");
  }

  private static Arbitrary<String> filterValues() {
    return Arbitraries.oneOf(
        words().map(LdapFilter::escape),
        words().map(LdapFilter::escape),
        Combinators.combine(words().map(LdapFilter::escape), words().map(LdapFilter::escape))
            .as((first, second) -> first + "*" + second),
        Arbitraries.of(
            "*", "* ", " *", "**", "1", "12", " 1 ", "1.5", "true", "TRUE", "NEW", "1.0.0"));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("(()))&|!=~<>*\\ ab1").ofMaxLength(14);
  }
}
