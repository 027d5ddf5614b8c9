package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acme.api.Greeter;
import acme.api.Renderer;
import acme.api.Trace;
import dev.latent.api.ActivationException;
import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceNotFoundException;
import dev.latent.container.PluginContainer;
import dev.latent.container.PluginContainerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a plugin may be activated, and who decides it. */
class PolicyTests {

  @RegisterExtension final Host host = new Host();

  @Test
  void activatesWhatIsEagerWithTheContainer() {
    host.install("twin.eager", "twin.first");

    PluginContainer container = host.start();

    assertThat(Trace.events("start ")).containsExactly("start twin.eager");
    assertThat(Host.snapshot(container, "twin.eager").policyReason())
        .isEqualTo("header Latent-Activation: eager, it must hear the first event");
    assertThat(container.admin().why("twin.eager"))
        .containsExactly("the policy eager activated twin.eager 1.0.0");
  }

  @Test
  void goesOnWhereAnEagerPluginFails() {
    host.install("twin.eager", "twin.first").property("twin.eager.fails", "true");

    PluginContainer container = host.start();

    assertThat(Host.state(container, "twin.eager")).isEqualTo(PluginState.FAILED);
    assertThat(host.notices())
        .anySatisfy(line -> assertThat(line).contains("twin.eager was told to fail"));
    assertThat(container.services().require(Greeter.class)).isNotNull();
  }

  @Test
  void activatesInTheBackgroundOnceTheHostIsReady() throws Exception {
    host.install("twin.background", "twin.first");
    CountDownLatch active = new CountDownLatch(1);
    List<String> threads = new CopyOnWriteArrayList<>();
    PluginContainer container =
        host.start(
            host.builder()
                .listener(
                    transition -> {
                      if (transition.to() == PluginState.ACTIVE) {
                        threads.add(transition.thread());
                        active.countDown();
                      }
                    }));
    assertThat(Trace.events()).isEmpty();

    container.ready();

    assertThat(active.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Trace.events("start ")).containsExactly("start twin.background");
    assertThat(threads).doesNotContain(Thread.currentThread().getName());
    assertThat(container.admin().why("twin.background"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith("the policy background (header Latent-Activation: background)"));
  }

  @Test
  void activatesABackgroundPluginThatIsDroppedInAfterReady() throws Exception {
    PluginContainer container = host.start(recording().watch(false));
    container.ready();
    host.install("twin.background", "twin.first");

    container.admin().refresh();

    assertThat(nextActive()).isEqualTo("twin.background");
    assertThat(Trace.events("start ")).containsExactly("start twin.background");
  }

  /** Whether the host said that it is ready or not, as with those that are there from the start. */
  @Test
  void activatesAnEagerPluginThatIsDroppedIn() throws Exception {
    PluginContainer container = host.start(recording());
    host.install("twin.eager", "twin.background");

    container.admin().refresh();

    assertThat(nextActive()).isEqualTo("twin.eager");
    assertThat(Trace.events("start ")).containsExactly("start twin.eager");
    assertThat(container.admin().why("twin.eager"))
        .containsExactly("the policy eager activated twin.eager 1.0.0");
  }

  @Test
  void bringsABackgroundPluginBackThatWasReplaced() throws Exception {
    host.install("twin.first");
    PluginContainer container =
        host.start(recording().watch(false).policy("twin.first", ActivationPolicy.BACKGROUND));
    container.ready();
    assertThat(nextActive()).isEqualTo("twin.first");
    host.replace("twin.first", "twin.first-2");

    container.admin().refresh();

    assertThat(nextActive()).isEqualTo("twin.first");
    assertThat(Host.snapshot(container, "twin.first").id().toString())
        .isEqualTo("twin.first 2.0.0");
  }

  @Test
  void bringsAnEagerPluginBackWhenWhatItNeedsWasReplacedOrArrives() throws Exception {
    host.install("twin.library", "twin.user");
    PluginContainer container = host.start(recording().policy("twin.user", ActivationPolicy.EAGER));
    awaitActive("twin.user");
    host.replace("twin.library", "twin.library-2");

    container.admin().refresh();

    awaitActive("twin.user");
    assertThat(container.services().require(Renderer.class).render("x")).isEqualTo("1.1.0:x");
    host.remove("twin.library");
    container.admin().refresh();
    host.install("twin.library");

    container.admin().refresh();

    awaitActive("twin.user");
    assertThat(container.services().require(Renderer.class).render("x")).isEqualTo("1.0.0:x");
  }

  @Test
  void followsAPolicyThatAnOperatorSetsAtRunTime() throws Exception {
    host.install("twin.first", "twin.second");
    PluginContainer container = host.start(recording().watch(false));
    container.admin().policy(Host.id(container, "twin.first"), ActivationPolicy.EAGER);
    assertThat(nextActive()).isEqualTo("twin.first");
    container.ready();

    container.admin().policy(Host.id(container, "twin.second"), ActivationPolicy.BACKGROUND);

    assertThat(nextActive()).isEqualTo("twin.second");
    assertThat(container.admin().why("twin.second"))
        .containsExactly("the policy background (set by an operator) activated twin.second 1.0.0");
  }

  private final BlockingQueue<String> active = new LinkedBlockingQueue<>();

  /** A builder whose container tells which plugins became active. */
  private PluginContainerBuilder recording() {
    return host.builder()
        .listener(
            transition -> {
              if (transition.to() == PluginState.ACTIVE) {
                active.add(transition.plugin().name());
              }
            });
  }

  private String nextActive() throws InterruptedException {
    String plugin = active.poll(20, TimeUnit.SECONDS);
    assertThat(plugin).as("a plugin that becomes active within 20 s").isNotNull();
    return plugin;
  }

  private void awaitActive(String plugin) throws InterruptedException {
    String next = nextActive();
    while (!next.equals(plugin)) {
      next = nextActive();
    }
  }

  @Test
  void activatesABackgroundPluginEarlierWhereALookupNeedsIt() {
    host.install("twin.background");
    PluginContainer container = host.start();

    assertThat(container.services().require(Renderer.class).render("x"))
        .isEqualTo("twin.background 1.0.0: x");
  }

  @Test
  void offersAManualPluginOnlyAfterSomebodyActivatedIt() {
    host.install("twin.manual");
    PluginContainer container = host.start();

    assertThatThrownBy(() -> container.services().require(Renderer.class))
        .isInstanceOf(ServiceNotFoundException.class)
        .hasMessageContaining(
            "- twin.manual 1.0.0 offers it but is manual (header Latent-Activation: manual, it"
                + " costs money)");
    assertThat(container.admin().whyNot("twin.manual"))
        .containsExactly(
            "it waits to be activated by hand: header Latent-Activation: manual, it costs money");
    container.ready();
    container.admin().activate(Host.id(container, "twin.manual"));

    assertThat(container.services().require(Renderer.class).render("x"))
        .isEqualTo("twin.manual 1.0.0: x");
  }

  @Test
  void neverActivatesWhatIsDisabled() {
    host.install("twin.first", "twin.second");
    PluginContainer container =
        host.start(host.builder().policy("twin.first", ActivationPolicy.DISABLED));

    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.DISABLED);
    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.second ");
    assertThat(container.services().handles(Greeter.class)).hasSize(1);
    assertThatThrownBy(() -> container.admin().activate(Host.id(container, "twin.first")))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining("twin.first 1.0.0 is disabled (set by latent.policy.twin.first")
        .hasMessageContaining("set another policy to use it");
    assertThat(Trace.events("twin.first")).isEmpty();
  }

  /** Disabling withdraws what a plugin offers; its code stays there for those that need it. */
  @Test
  void aDisabledPluginStillServesAsALibrary() {
    host.install("twin.library", "twin.user");
    PluginContainer container =
        host.start(host.builder().policy("twin.library", ActivationPolicy.DISABLED));

    assertThat(container.services().require(Renderer.class).render("x")).isEqualTo("1.0.0:x");

    assertThat(Host.active(container)).containsExactly("twin.user");
    assertThat(Trace.events("start ")).containsExactly("start twin.user");
  }

  @Test
  void letsAnOperatorDisableAndEnableAPluginThatRuns() {
    host.install("twin.first", "twin.second");
    PluginContainer container = host.start();
    container.services().require(Greeter.class);

    container.admin().policy(Host.id(container, "twin.first"), ActivationPolicy.DISABLED);

    assertThat(Trace.events("stop ")).containsExactly("stop twin.first");
    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.DISABLED);
    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.second ");

    container.admin().policy(Host.id(container, "twin.first"), ActivationPolicy.LAZY);

    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.REGISTERED);
    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.first ");
    assertThat(Host.snapshot(container, "twin.first").policyReason())
        .isEqualTo("set by an operator");
  }

  @Test
  void takesTheHostOverPropertyOverFileOverHeader() {
    host.install("twin.eager", "twin.first", "twin.second", "twin.tie");
    host.settings("latent.policy.twin.*=disabled");
    host.property("latent.policy.twin.second", "manual");
    host.property("latent.policy.twin.first", "manual");
    PluginContainer container =
        host.start(host.builder().policy("twin.first", ActivationPolicy.LAZY));

    assertThat(Host.snapshot(container, "twin.first").policy()).isEqualTo(ActivationPolicy.LAZY);
    assertThat(Host.snapshot(container, "twin.second").policy()).isEqualTo(ActivationPolicy.MANUAL);
    assertThat(Host.snapshot(container, "twin.second").policyReason())
        .isEqualTo(
            "set by latent.policy.twin.second=manual (system property"
                + " latent.policy.twin.second)");
    assertThat(Host.snapshot(container, "twin.tie").policy()).isEqualTo(ActivationPolicy.DISABLED);
    assertThat(Host.snapshot(container, "twin.eager").policy())
        .isEqualTo(ActivationPolicy.DISABLED);
    assertThat(Host.snapshot(container, "twin.eager").policyReason())
        .contains("latent.policy.twin.*=disabled")
        .contains("latent.properties");
    assertThat(Trace.events()).isEmpty();
  }

  @Test
  @Tag("files")
  void takesTheEnvironmentBetweenPropertiesAndFile() throws Exception {
    host.install("twin.first", "twin.second", "twin.tie");
    host.settings("latent.policy.twin.*=disabled");

    ChildJvm.Result result =
        ChildJvm.of(PolicyChild.class)
            .environment("LATENT_POLICY", "twin.first=manual; twin.second=manual")
            .property("latent.policy.twin.second", "lazy")
            .run(host.directory().toString());

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.lines())
        .contains(
            "twin.first MANUAL set by latent.policy=twin.first=manual; twin.second=manual"
                + " (environment LATENT_POLICY)",
            "twin.second LAZY set by latent.policy.twin.second=lazy (system property"
                + " latent.policy.twin.second)")
        .anyMatch(
            line -> line.startsWith("twin.tie DISABLED set by latent.policy.twin.*=disabled"));
  }

  @Test
  void includesAndExcludesByPattern() {
    host.install("twin.first", "twin.second", "twin.tie", "twin.pdf");
    host.property("latent.include", "twin.*, !twin.pdf").property("latent.exclude", "twin.s*");
    PluginContainer container = host.start();

    assertThat(container.services().handles(Greeter.class))
        .extracting(handle -> handle.plugin().name())
        .containsExactly("twin.first", "twin.tie");
    assertThat(container.services().handles(Renderer.class)).isEmpty();
    assertThat(Host.snapshot(container, "twin.second").policyReason())
        .isEqualTo("excluded by latent.exclude=twin.s* (system property latent.exclude)");
    assertThat(Host.snapshot(container, "twin.pdf").policyReason())
        .startsWith("not included by latent.include=");
  }

  @Test
  void reportsWhatItDoesNotUnderstand() {
    host.install("twin.first");
    host.settings("latent.policy.twin.first=sometimes\nlatent.polcy=x");
    PluginContainer container = host.start();

    assertThat(Host.problems(container))
        .contains(
            "'sometimes' is not an activation policy. Use auto, lazy, background, eager, manual or"
                + " disabled.")
        .contains("Unknown key latent.polcy")
        .contains("Did you mean latent.policy?");
    assertThat(container.services().require(Greeter.class)).isNotNull();
  }

  @Test
  void readsAFileThatTheHostNames() throws IOException {
    host.install("twin.first");
    Path file = Files.writeString(host.root().resolve("own.properties"), "latent.policy=*=manual");
    PluginContainer container = host.start(host.builder().configuration(file));

    assertThat(Host.snapshot(container, "twin.first").policy()).isEqualTo(ActivationPolicy.MANUAL);
    assertThatThrownBy(
            () ->
                host.start(host.builder().configuration(host.root().resolve("absent.properties"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("absent.properties does not exist. Create it, or name another one.");
  }

  /** Prints the policies in force; run in a JVM whose environment a test chose. */
  static final class PolicyChild {

    private PolicyChild() {}

    public static void main(String[] args) {
      try (PluginContainer container =
          PluginContainer.builder().plugins(Path.of(args[0])).hostPackages(Host.API).build()) {
        for (var plugin : container.admin().plugins()) {
          System.out.println(
              plugin.id().name() + " " + plugin.policy() + " " + plugin.policyReason());
        }
      }
      System.out.println(Map.of("events", Trace.events()));
    }
  }
}
