package dev.latent.container.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.ComponentDescription;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.testing.FakePlugin;
import dev.latent.container.testing.FakePlugins;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationPoliciesTests {

  @TempDir private Path directory;

  private final FakePlugins plugins = new FakePlugins();
  private final SettingsReader reader = new SettingsReader();

  private EffectivePolicy policy(FakePlugin plugin) {
    return new ActivationPolicies(reader.read()).of(plugin);
  }

  private static Properties properties(String key, String value) {
    Properties properties = new Properties();
    properties.setProperty(key, value);
    return properties;
  }

  @Test
  void theHostWinsOverPropertiesOverEnvironmentOverFileOverHeader() throws Exception {
    FakePlugin plugin = plugins.add("acme.pdf:1").states(ActivationPolicy.MANUAL, "costly");
    assertThat(policy(plugin).reason()).isEqualTo("header Latent-Activation: manual, costly");

    Path file = Files.writeString(directory.resolve("a.properties"), "latent.policy.acme.*=lazy");
    reader.file(file, true);
    assertThat(policy(plugin).policy()).isEqualTo(ActivationPolicy.LAZY);
    assertThat(policy(plugin).reason())
        .isEqualTo("set by latent.policy.acme.*=lazy (" + file + ")");

    reader.environment(Map.of("LATENT_POLICY", "acme.*=eager; other=lazy"));
    assertThat(policy(plugin).policy()).isEqualTo(ActivationPolicy.EAGER);

    reader.systemProperties(properties("latent.policy.*", "background"));
    assertThat(policy(plugin).reason())
        .isEqualTo("set by latent.policy.*=background (system property latent.policy.*)");

    reader.api("latent.policy.*", "disabled");
    assertThat(policy(plugin).policy()).isEqualTo(ActivationPolicy.DISABLED);
  }

  @Test
  void theMoreExactPatternOfOneSourceCounts() {
    reader.api("latent.policy.acme.*", "eager").api("latent.policy.acme.pdf", "manual");
    assertThat(policy(plugins.add("acme.pdf:1")).policy()).isEqualTo(ActivationPolicy.MANUAL);
    assertThat(policy(plugins.add("acme.csv:1")).policy()).isEqualTo(ActivationPolicy.EAGER);
  }

  @Test
  void whatIsNotIncludedOrIsExcludedIsDisabled() {
    reader.api("latent.include", "acme.*").api("latent.exclude", "acme.old*");
    assertThat(policy(plugins.add("acme.new:1")).policy()).isEqualTo(ActivationPolicy.LAZY);
    assertThat(policy(plugins.add("acme.older:1")).reason())
        .isEqualTo("excluded by latent.exclude=acme.old* (set by the host)");
    assertThat(policy(plugins.add("other:1")).reason())
        .isEqualTo("not included by latent.include=acme.* (set by the host)");
  }

  @Test
  void anOperatorWinsOverAll() {
    reader.api("latent.policy.*", "disabled");
    ActivationPolicies policies = new ActivationPolicies(reader.read());
    FakePlugin plugin = plugins.add("acme.pdf:1");
    policies.override(plugin.id(), ActivationPolicy.EAGER, "set by an operator");
    assertThat(policies.of(plugin).reason()).isEqualTo("set by an operator");
    policies.override(plugin.id(), ActivationPolicy.AUTO, "set by an operator");
    assertThat(policies.of(plugin).source()).isEqualTo(SettingSource.AUTO);
  }

  @Test
  void anActivatorThatAnnouncesNothingIsStartedInTheBackground() {
    FakePlugin silent = plugins.add("a:1").bundle().header("Bundle-Activator", "a.Activator");
    assertThat(policy(silent))
        .isEqualTo(
            new EffectivePolicy(
                ActivationPolicy.BACKGROUND,
                SettingSource.AUTO,
                "auto: its activator a.Activator announces no service, so no lookup would ever"
                    + " start it"));
    FakePlugin announcing =
        plugins
            .add("b:1")
            .bundle()
            .header("Bundle-Activator", "b.Activator")
            .offers("b.Service", Map.of(), ServiceOffer.Source.SERVICE_CAPABILITY);
    assertThat(policy(announcing).policy()).isEqualTo(ActivationPolicy.LAZY);
    assertThat(policy(plugins.add("c:1").bundle()).reason())
        .isEqualTo("auto: it has no activator and no component: starting it runs no code");
  }

  private static ComponentDescription component(Boolean immediate, String... services) {
    return new ComponentDescription(
        "acme.Component",
        "acme.Component",
        true,
        Optional.ofNullable(immediate),
        Optional.empty(),
        "optional",
        List.of(),
        List.of(services),
        "singleton",
        Map.of(),
        Map.of(),
        List.of(),
        "http://www.osgi.org/xmlns/scr/v1.4.0",
        "OSGI-INF/acme.xml");
  }

  private FakePlugin componentOf(String name, Boolean immediate) {
    return plugins
        .add(name)
        .bundle()
        .offers("acme.Service", Map.of(), ServiceOffer.Source.COMPONENT_XML)
        .byComponent("acme.Component")
        .component(component(immediate, "acme.Service"));
  }

  @Test
  void aComponentDoesNotTellWhatTheActivatorBesideItDoes() {
    assertThat(policy(componentOf("a:1", null)).policy()).isEqualTo(ActivationPolicy.LAZY);

    FakePlugin both = componentOf("b:1", null).header("Bundle-Activator", "b.Activator");

    assertThat(policy(both).policy()).isEqualTo(ActivationPolicy.BACKGROUND);
    assertThat(policy(both).reason())
        .isEqualTo(
            "auto: its activator b.Activator announces no service beside those of its components,"
                + " so what it does is not known");
    FakePlugin told = both.offers("b.Own", Map.of(), ServiceOffer.Source.SERVICE_CAPABILITY);
    assertThat(policy(told).reason())
        .isEqualTo("auto: its descriptor announces the services of its activator b.Activator");
  }

  @Test
  void anImmediateComponentIsNotLeftToTheFirstLookup() {
    assertThat(policy(componentOf("a:1", false)).policy()).isEqualTo(ActivationPolicy.LAZY);
    assertThat(policy(componentOf("b:1", true)).policy()).isEqualTo(ActivationPolicy.BACKGROUND);
    assertThat(policy(componentOf("c:1", true)).reason())
        .isEqualTo(
            "auto: its component acme.Component is immediate: it acts as soon as it can, before"
                + " anybody looks its service up");
    assertThat(policy(plugins.add("d:1").bundle().component(component(null))).reason())
        .isEqualTo(
            "auto: its component acme.Component acts as soon as it can and offers no service, so no"
                + " lookup would ever start it");
  }

  @Test
  void whatCanNotBeReadIsAProblemThatSaysWhere() {
    reader.systemProperties(properties("latent.policy.a", "lasy"));
    reader.systemProperties(properties("latent.stop.limits", "1s"));
    Settings settings = reader.read();
    assertThat(new ActivationPolicies(settings).problems())
        .extracting(Problem::message)
        .containsExactly(
            "latent.policy.a=lasy (system property latent.policy.a): 'lasy' is not an activation"
                + " policy. Use auto, lazy, background, eager, manual or disabled.");
    assertThat(settings.problems())
        .extracting(Problem::message)
        .containsExactly(
            "Unknown key latent.stop.limits (system property latent.stop.limits); it is ignored."
                + " Did you mean latent.stop.limit?");
  }

  @Test
  void durationsAndFlagsAreReadOrRefusedWithTheirPlace() {
    reader.environment(Map.of("LATENT_STOP_LIMIT", "250ms", "LATENT_WATCH", "perhaps"));
    Settings settings = reader.read();
    assertThat(settings.duration(SettingKeys.STOP_LIMIT, Duration.ZERO))
        .isEqualTo(Duration.ofMillis(250));
    assertThatThrownBy(() -> settings.flag(SettingKeys.WATCH, true))
        .hasMessage(
            "latent.watch=perhaps (environment LATENT_WATCH) is neither true nor false. Use one of"
                + " them.");
  }

  @Test
  void aWrongValueIsSaidBeforeAnybodyNeedsIt() {
    assertThat(wrong("LATENT_FRAMEWORK", "sling"))
        .isEqualTo(
            "latent.framework=sling (environment LATENT_FRAMEWORK) is not a framework. Use felix,"
                + " equinox or none.");
    assertThat(wrong("LATENT_FRAMEWORK_BOOT", "now"))
        .isEqualTo(
            "latent.framework.boot=now (environment LATENT_FRAMEWORK_BOOT) does not say when the"
                + " framework boots. Use need or background.");
    assertThat(wrong("LATENT_WATCH", "perhaps")).contains("latent.watch=perhaps");
    assertThat(wrong("LATENT_CPU_TIMES", "perhaps")).contains("latent.cpu.times=perhaps");
    assertThat(wrong("LATENT_CHECK", "never"))
        .contains("does not say when jars are checked. Use lookup or all.");
    assertThat(wrong("LATENT_STOP_LIMIT", "soon")).contains("is not a duration");
  }

  @Test
  void rightValuesAndEmptyOnesPassTheCheck() {
    Settings settings =
        reader
            .environment(
                Map.of(
                    "LATENT_FRAMEWORK",
                    "",
                    "LATENT_FRAMEWORK_BOOT",
                    "background",
                    "LATENT_WATCH",
                    "false",
                    "LATENT_CHECK",
                    "all",
                    "LATENT_IDLE",
                    "10m"))
            .read();

    settings.check();

    assertThat(settings.all()).isNotEmpty();
  }

  private static String wrong(String variable, String value) {
    Settings settings = new SettingsReader().environment(Map.of(variable, value)).read();
    IllegalArgumentException refused =
        org.junit.jupiter.api.Assertions.assertThrows(
            IllegalArgumentException.class, settings::check);
    return String.valueOf(refused.getMessage());
  }

  @Test
  void patternsMatchAsDocumented() {
    assertThat(new NamePattern("acme.*").matches("acme.pdf")).isTrue();
    assertThat(new NamePattern("acme.*").matches("acme")).isFalse();
    assertThat(new NamePattern("*.pdf, x?").matches("xy")).isTrue();
    assertThat(new NamePattern("acme.*, !acme.pdf").matches("acme.pdf")).isFalse();
    assertThat(new NamePattern("!acme.pdf").matches("acme.csv")).isTrue();
    assertThat(new NamePattern("*a*b*").matches("xxaxxbxx")).isTrue();
    assertThat(new NamePattern("*a*b").matches("ab_")).isFalse();
    assertThatThrownBy(() -> new NamePattern(" ")).hasMessageContaining("must not be empty");
  }

  @Test
  void whoStatesNoPolicyIsOfferedWithoutBeingDecoded() {
    RegisteredPlugin undecoded =
        (RegisteredPlugin)
            Proxy.newProxyInstance(
                RegisteredPlugin.class.getClassLoader(),
                new Class<?>[] {RegisteredPlugin.class},
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "statesPolicy" -> false;
                      case "id" -> PluginId.parse("acme.pdf:1");
                      default -> throw new AssertionError(method + " was asked for");
                    });
    assertThat(new ActivationPolicies(reader.read()).withdraws(undecoded)).isFalse();

    reader.api("latent.policy.acme.*", "manual");
    assertThat(new ActivationPolicies(reader.read()).withdraws(undecoded)).isTrue();
  }

  @Test
  void aPluginThatStatesManualIsWithdrawn() {
    FakePlugin plugin = plugins.add("acme.pdf:1").states(ActivationPolicy.MANUAL, "costly");
    assertThat(new ActivationPolicies(reader.read()).withdraws(plugin)).isTrue();
  }
}
