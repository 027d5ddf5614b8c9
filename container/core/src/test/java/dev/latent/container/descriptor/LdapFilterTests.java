package dev.latent.container.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.PluginVersion;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LdapFilterTests {

  @Test
  void textIsComparedAsText() {
    Map<String, Object> attributes = Map.of("format", "pdf");

    assertThat(LdapFilter.parse("(format=pdf)").matches(attributes)).isTrue();
    assertThat(LdapFilter.parse("(format=PDF)").matches(attributes)).isFalse();
    assertThat(LdapFilter.parse("(format~= P DF)").matches(attributes)).isTrue();
    assertThat(LdapFilter.parse("(format>=pda)").matches(attributes)).isTrue();
    assertThat(LdapFilter.parse("(format<=pda)").matches(attributes)).isFalse();
  }

  @Test
  void namesOfAttributesAreFoundInAnyCase() {
    LdapFilter filter = LdapFilter.parse("(FORMAT=pdf)");

    assertThat(filter.matches(Map.of("format", "pdf"))).isTrue();
    assertThat(filter.matches(AttributeMap.copyOf(Map.of("Format", "pdf")))).isTrue();
  }

  @Test
  void typeOfTheAttributeDecides() {
    assertThat(LdapFilter.parse("(n>=10)").matches(Map.of("n", 9))).isFalse();
    assertThat(LdapFilter.parse("(n>=10)").matches(Map.of("n", "9"))).isTrue();
    assertThat(LdapFilter.parse("(v>=1.10)").matches(Map.of("v", PluginVersion.parse("1.9"))))
        .isFalse();
    assertThat(LdapFilter.parse("(d=1.50)").matches(Map.of("d", new BigDecimal("1.5")))).isTrue();
    assertThat(LdapFilter.parse("(x=oops)").matches(Map.of("x", 1L))).isFalse();
  }

  @Test
  void oneElementIsEnough() {
    LdapFilter filter = LdapFilter.parse("(n=2)");

    assertThat(filter.matches(Map.of("n", List.of(1, 2)))).isTrue();
    assertThat(filter.matches(Map.of("n", new int[] {1, 2}))).isTrue();
    assertThat(filter.matches(Map.of("n", new String[] {"1", "3"}))).isFalse();
  }

  @Test
  void piecesOfASubstringDoNotOverlap() {
    assertThat(LdapFilter.parse("(s=ab*b)").matches(Map.of("s", "ab"))).isFalse();
    assertThat(LdapFilter.parse("(s=ab*b)").matches(Map.of("s", "abb"))).isTrue();
    assertThat(LdapFilter.parse("(s=*b*d*)").matches(Map.of("s", "abcd"))).isTrue();
    assertThat(LdapFilter.parse("(s=a\\*b)").matches(Map.of("s", "a*b"))).isTrue();
  }

  @Test
  void absentAttributeMatchesNothingAndItsNegationEverything() {
    assertThat(LdapFilter.parse("(gone=*)").matches(Map.of())).isFalse();
    assertThat(LdapFilter.parse("(!(gone=1))").matches(Map.of())).isTrue();
  }

  @Test
  void unknownAttributesLeaveTheAnswerOpenOnlyWhereTheyDecide() {
    Map<String, Object> known = Map.of("a", "1");
    Set<String> unknown = Set.of("B");

    assertThat(LdapFilter.parse("(b=1)").evaluate(known, unknown)).isEqualTo(Match.UNKNOWN);
    assertThat(LdapFilter.parse("(!(b=1))").evaluate(known, unknown)).isEqualTo(Match.UNKNOWN);
    assertThat(LdapFilter.parse("(&(a=1)(b=1))").evaluate(known, unknown)).isEqualTo(Match.UNKNOWN);
    assertThat(LdapFilter.parse("(&(b=1)(a=2))").evaluate(known, unknown)).isEqualTo(Match.FALSE);
    assertThat(LdapFilter.parse("(|(b=1)(a=1))").evaluate(known, unknown)).isEqualTo(Match.TRUE);
    assertThat(LdapFilter.parse("(|(b=1)(a=2))").evaluate(known, unknown)).isEqualTo(Match.UNKNOWN);
    assertThat(LdapFilter.parse("(a=1)").evaluate(known, unknown)).isEqualTo(Match.TRUE);
  }

  @Test
  void saysWhatAnAttributeMustEqual() {
    LdapFilter filter = LdapFilter.parse("(&(osgi.wiring.package=a.b)(version>=1))");

    assertThat(filter.requiredText("osgi.wiring.package")).contains("a.b");
    assertThat(filter.requiredText("version")).isEmpty();
    assertThat(LdapFilter.parse("(|(a=1)(a=2))").requiredText("a")).isEmpty();
    assertThat(LdapFilter.parse("(!(a=1))").requiredText("a")).isEmpty();
    assertThat(filter.attributeNames()).containsExactly("osgi.wiring.package", "version");
  }

  @Test
  void escapedValueIsFoundAgain() {
    String value = "a(b)*\\c";

    assertThat(LdapFilter.parse("(k=" + LdapFilter.escape(value) + ")").matches(Map.of("k", value)))
        .isTrue();
  }

  @Test
  void wrongFilterSaysWhereAndWhy() {
    assertThatThrownBy(() -> LdapFilter.parse("(&(a=1)(b=2)"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Filter '(&(a=1)(b=2)' is wrong at character 13: it ends too early. Write for example"
                + " (&(format=pdf)(service.ranking>=10)).");
    assertThatThrownBy(() -> LdapFilter.parse("(a!1)"))
        .hasMessageContaining("at character 5: after 'a!1' one of =, ~=, >=, <= must follow");
    assertThatThrownBy(() -> LdapFilter.parse("(a=1) x"))
        .hasMessageContaining("at character 7: the filter has ended, but more text follows");
    assertThatThrownBy(() -> LdapFilter.parse("(=1)"))
        .hasMessageContaining("at character 2: the name of an attribute is missing");
    assertThatThrownBy(() -> LdapFilter.parse("(a>=)"))
        .hasMessageContaining("at character 5: the value is missing");
    assertThatThrownBy(() -> LdapFilter.parse("(a=b(c)"))
        .hasMessageContaining("at character 5: a '(' inside a value must be written as \\(");
  }

  @Test
  void deepNestingIsRefusedInsteadOfOverflowingTheStack() {
    String deep = "(!".repeat(100_000) + "(a=1)" + ")".repeat(100_000);

    assertThatThrownBy(() -> LdapFilter.parse(deep))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested deeper than 200 levels");
  }

  @Test
  void plainMapWithNullValuesIsTaken() {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("a", null);

    assertThat(LdapFilter.parse("(a=*)").matches(attributes)).isFalse();
  }
}
