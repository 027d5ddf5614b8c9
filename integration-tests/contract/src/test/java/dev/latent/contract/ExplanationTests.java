package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acme.api.Greeter;
import acme.api.Renderer;
import dev.latent.api.ActivationException;
import dev.latent.api.ActivationPolicy;
import dev.latent.container.PluginContainer;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Why a plugin is active, and why another one is not. */
class ExplanationTests {

  @RegisterExtension final Host host = new Host();

  @Test
  void saysWhichLookupByWhomActivatedAPlugin() {
    host.install("twin.first");
    PluginContainer container = host.start();
    assertThat(container.admin().why("twin.first")).isEmpty();

    container.services().require(Greeter.class, "(language=en)");

    List<String> why = container.admin().why("twin.first");
    assertThat(why).hasSize(1);
    assertThat(why.get(0))
        .startsWith(
            "lookup of acme.api.Greeter (language=en) by the host at"
                + " dev.latent.contract.ExplanationTests.")
        .endsWith(" activated twin.first 1.0.0");
    assertThat(container.admin().whyNot("twin.first")).isEmpty();
    assertThat(Host.snapshot(container, "twin.first").why()).isEqualTo(why);
  }

  @Test
  void givesTheChainWhereOnePluginNeededAnother() {
    host.install("twin.first", "twin.needy");
    PluginContainer container = host.start();

    container.services().require(Renderer.class);

    List<String> why = container.admin().why("twin.first");
    assertThat(why).hasSize(2);
    assertThat(why.get(0))
        .startsWith("lookup of acme.api.Renderer by the host at ")
        .endsWith(" activated twin.needy 1.0.0");
    assertThat(why.get(1))
        .contains("acme.api.Greeter")
        .contains("twin.needy 1.0.0")
        .endsWith(" activated twin.first 1.0.0");
  }

  @Test
  void saysWhatWouldActivateAPlugin() {
    host.install("twin.first");
    PluginContainer container = host.start();

    assertThat(container.admin().whyNot("twin.first"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith("a lookup of acme.api.Greeter ")
                    .contains("language=en")
                    .endsWith(" would activate it"));
  }

  @Test
  @Tag("bundles")
  void saysThatComponentsNeedAComponentRuntime() {
    host.install("basic/greet.ds");
    PluginContainer container = host.start();
    String needed =
        "needs Declarative Services, which no plugin here brings: put a component runtime (for"
            + " example Apache Felix SCR, org.apache.felix.scr) into the plugin directory";

    assertThat(String.join("\n", container.admin().whyNot("greet.ds")))
        .contains(needed)
        .doesNotContain("would activate it");
    assertThat(container.admin().check())
        .anySatisfy(
            problem -> {
              assertThat(problem.message()).startsWith("Plugin greet.ds 1.0.0 has components");
              assertThat(problem.message()).contains(needed);
            });
    assertThatThrownBy(() -> container.services().require(Greeter.class))
        .hasMessageContaining("greet.ds 1.0.0 offers it by a component and " + needed);
  }

  @Test
  @Tag("layers")
  void saysWhatOfABundleNeverRunsInALayer() {
    host.install("basic/greet.activator");
    PluginContainer container = host.start();
    String idle =
        "is a bundle that runs as a module layer here, so that its activator acme.greet.en.Start"
            + " never runs: let the host bring an OSGi framework";

    assertThat(String.join("\n", container.admin().whyNot("greet.activator"))).contains(idle);
    assertThat(Host.problems(container)).contains(idle);
  }

  @Test
  void saysWhatIsMissing() {
    host.install("twin.user", "twin.first");
    PluginContainer container = host.start();

    assertThat(String.join("\n", container.admin().whyNot("twin.user")))
        .contains("twin.library")
        .contains("missing")
        .contains("required by twin.user 1.0.0");
    Assertions.assertThatThrownBy(() -> container.services().require(Renderer.class))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining("twin.library")
        .hasMessageContaining("required by twin.user 1.0.0")
        .hasMessageContaining("Requested by lookup of acme.api.Renderer by the host");
    assertThat(container.services().require(Greeter.class)).isNotNull();
    assertThat(container.admin().whyNot("twin.user"))
        .last()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith("once it can be resolved, a lookup of acme.api.Renderer "));
  }

  @Test
  void saysThatAPluginIsDisabledAndByWhom() {
    host.install("twin.first");
    PluginContainer container =
        host.start(host.builder().policy("twin.*", ActivationPolicy.DISABLED));

    assertThat(container.admin().whyNot("twin.first"))
        .containsExactly(
            "twin.first 1.0.0 is disabled: set by latent.policy.twin.*=disabled (set by the host)",
            "it is never activated and offers nothing; plugins that need its code still use it");
  }

  @Test
  void saysWhyTheLastActivationFailed() {
    host.install("twin.first").property("twin.first.fails", "true");
    PluginContainer container = host.start();
    Assertions.assertThatThrownBy(() -> container.services().require(Greeter.class))
        .isInstanceOf(ActivationException.class);

    assertThat(container.admin().whyNot("twin.first"))
        .contains("twin.first 1.0.0 is failed")
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("its last activation failed: ")
                    .contains("twin.first was told to fail"));
  }
}
