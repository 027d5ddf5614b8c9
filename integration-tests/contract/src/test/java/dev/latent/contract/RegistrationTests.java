package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acme.api.Greeter;
import acme.api.Trace;
import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.ServiceSnapshot;
import dev.latent.container.PluginContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is known of plugins that nobody used yet, and that knowing it runs nothing. */
class RegistrationTests {

  @RegisterExtension final Host host = new Host();

  @Test
  void registersPluginsWithoutRunningAnyOfThem() {
    host.install("twin.first", "twin.second", "twin.library", "twin.user", "twin.pdf");
    PluginContainer container = host.start();

    assertThat(container.admin().plugins())
        .extracting(plugin -> plugin.id().toString())
        .containsExactly(
            "twin.first 1.0.0",
            "twin.library 1.0.0",
            "twin.pdf 1.0.0",
            "twin.second 1.0.0",
            "twin.user 1.0.0");
    assertThat(container.admin().plugins())
        .allMatch(plugin -> plugin.state() == PluginState.REGISTERED)
        .allMatch(
            plugin -> plugin.kind() == (Host.bundles() ? PluginKind.BUNDLE : PluginKind.LAYER));
    assertThat(container.services().handles(Greeter.class)).hasSize(2);
    assertThat(Trace.events()).isEmpty();
    assertThat(Host.problems(container)).isEmpty();
  }

  @Test
  void tellsWhatAPluginOffersAndWhatItIs() {
    host.install("twin.first");
    PluginContainer container = host.start();

    PluginSnapshot plugin = Host.snapshot(container, "twin.first");
    assertThat(plugin.location()).isEqualTo("twin.first.jar");
    assertThat(plugin.policy()).isEqualTo(ActivationPolicy.LAZY);
    assertThat(plugin.policyReason()).startsWith("auto: ");
    assertThat(plugin.failure()).isEmpty();
    assertThat(plugin.transitions()).isEmpty();
    assertThat(plugin.steps()).isEmpty();
    assertThat(plugin.services()).hasSize(1);
    ServiceSnapshot service = plugin.services().get(0);
    assertThat(service.types()).containsExactly("acme.api.Greeter");
    assertThat(service.ranking()).isEqualTo(10);
    assertThat(service.attributes()).containsEntry("language", "en");
    assertThat(service.active()).isFalse();
    assertThat(Trace.events()).isEmpty();
  }

  @Test
  void answersWhatIsUnknownWithTheNearestNames() {
    host.install("twin.first", "twin.second");
    PluginContainer container = host.start();

    assertThat(container.admin().plugin("twin.fist")).isEmpty();
    assertThat(container.admin().whyNot("twin.fist"))
        .containsExactly("There is no plugin twin.fist. Nearest: twin.first.");
    assertThat(container.admin().whyNot("something.else"))
        .containsExactly(
            "There is no plugin something.else. Among the 2 plugins none has a name like it.",
            "List them with admin().plugins(), or put its jar into a plugin directory.");
    assertThatThrownBy(() -> container.admin().stop(PluginId.parse("something.else:1.0.0")))
        .hasMessageStartingWith("There is no plugin something.else 1.0.0. Among the 2 plugins none")
        .hasMessageEndingWith(
            " like it. List them with admin().plugins(), or put its jar into a plugin directory.");
  }

  @Test
  void answersATypeThatNobodyOffersWithSimilarOnes() {
    host.install("twin.first", "twin.second");
    PluginContainer container = host.start();

    assertThat(container.admin().whyNoService("Greter", null))
        .containsExactly(
            "No plugin offers Greter, looked up by the host. Nearest:",
            "- acme.api.Greeter, offered by twin.first 1.0.0, twin.second 1.0.0",
            "Add a plugin that offers it to a plugin directory, or check the type.");
    assertThat(container.admin().whyNoService("acme.api.Greeter", null)).isEmpty();
    assertThat(container.admin().whyNoService("acme.api.Greeter", "(language=xx)"))
        .first()
        .isEqualTo(
            "No plugin offers acme.api.Greeter with (language=xx), looked up by the host."
                + " Nearest:");
    assertThat(Trace.events()).isEmpty();
  }
}
