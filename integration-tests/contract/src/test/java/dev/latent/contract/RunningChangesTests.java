package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acme.api.Gate;
import acme.api.Greeter;
import acme.api.Renderer;
import acme.api.Trace;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.api.ServiceNotFoundException;
import dev.latent.api.admin.PluginTransition;
import dev.latent.container.PluginContainer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes, goes and changes in the plugin directory while the container runs. */
class RunningChangesTests {

  @RegisterExtension final Host host = new Host();

  @Test
  void registersWhatWasDroppedIn() {
    PluginContainer container = host.start();
    assertThat(container.services().find(Greeter.class)).isEmpty();
    host.install("twin.first");

    assertThat(container.admin().refresh()).containsExactly("added twin.first 1.0.0");

    assertThat(Trace.events()).isEmpty();
    assertThat(container.services().require(Greeter.class).greet("Eve"))
        .isEqualTo("twin.first 1.0.0: Eve");
    assertThat(container.admin().refresh()).isEmpty();
  }

  @Test
  void stopsAndUnregistersWhatWasRemoved() {
    host.install("twin.first", "twin.second");
    PluginContainer container = host.start();
    ServiceHandle<Greeter> handle = container.services().handles(Greeter.class).get(0);
    handle.get();
    host.remove("twin.first");

    assertThat(container.admin().refresh()).containsExactly("removed twin.first 1.0.0");

    assertThat(Trace.events("stop ")).containsExactly("stop twin.first");
    assertThat(container.admin().plugin("twin.first")).isEmpty();
    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.second ");
    assertThat(handle.peek()).isEmpty();
    assertThatThrownBy(handle::get)
        .isInstanceOf(ServiceNotFoundException.class)
        .hasMessageContaining("twin.first 1.0.0")
        .hasMessageContaining("has left the container");
  }

  @Test
  void updatesWhatWasReplacedAndKeepsHandlesAlive() {
    host.install("twin.first");
    PluginContainer container = host.start();
    ServiceHandle<Greeter> handle = container.services().handles(Greeter.class).get(0);
    assertThat(handle.get().greet("x")).isEqualTo("twin.first 1.0.0: x");
    host.replace("twin.first", "twin.first-2");

    assertThat(container.admin().refresh())
        .containsExactly("updated twin.first 1.0.0 to twin.first 2.0.0");

    assertThat(Trace.events("stop ")).containsExactly("stop twin.first");
    assertThat(Host.snapshot(container, "twin.first").id().toString())
        .isEqualTo("twin.first 2.0.0");
    assertThat(handle.get().greet("x")).isEqualTo("twin.first 2.0.0: x");
    assertThat(container.services().require(Greeter.class).greet("x"))
        .isEqualTo("twin.first 2.0.0: x");
    assertThat(Trace.events("start ")).hasSize(2);
  }

  @Test
  void updatesWithoutActivationWhatWasNotActive() {
    host.install("twin.first");
    PluginContainer container = host.start();
    host.replace("twin.first", "twin.first-2");

    container.admin().refresh();

    assertThat(Trace.events()).isEmpty();
    assertThat(container.services().require(Greeter.class).greet("x"))
        .isEqualTo("twin.first 2.0.0: x");
  }

  @Test
  void keepsTheOldOneWhereTheNewOneCanNotBeResolved() {
    host.install("twin.first");
    PluginContainer container = host.start();
    Greeter before = container.services().require(Greeter.class);
    host.replace("twin.first", "twin.first-3");

    List<String> lines = container.admin().refresh();

    assertThat(lines)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith(
                        "The update of twin.first 1.0.0 to twin.first 3.0.0 is held back, and"
                            + " twin.first 1.0.0 stays, because the new one can't be resolved: ")
                    .contains("twin.absent"));
    assertThat(Trace.events("stop ")).isEmpty();
    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.ACTIVE);
    assertThat(container.services().require(Greeter.class)).isSameAs(before);
    assertThat(Host.problems(container)).contains("ERROR update.held twin.first.jar: The update");

    host.install("twin.absent");
    container.admin().refresh();

    assertThat(container.services().require(Greeter.class).greet("x"))
        .isEqualTo("twin.first 3.0.0: x");
    assertThat(Host.problems(container)).doesNotContain("update.held");
  }

  @Test
  void reportsAJarThatWasReplacedBySomethingElse() {
    host.install("twin.first", "twin.second");
    PluginContainer container = host.start();
    container.services().require(Greeter.class);
    host.overwrite("twin.first", "this is not a jar at all".getBytes(StandardCharsets.UTF_8));

    container.admin().refresh();

    assertThat(Host.problems(container)).contains("twin.first.jar");
    assertThat(container.services().require(Greeter.class, "(language=de)")).isNotNull();
  }

  @Test
  void stopsWhatUsesAPluginThatWasReplaced() {
    host.install("twin.library", "twin.user");
    PluginContainer container = host.start();
    container.services().require(Renderer.class);
    host.remove("twin.library");

    container.admin().refresh();

    assertThat(Trace.events("stop ")).contains("stop twin.user");
    assertThatThrownBy(() -> container.services().require(Renderer.class))
        .hasMessageContaining("twin.library")
        .hasMessageContaining("required by twin.user 1.0.0");

    host.install("twin.library");
    container.admin().refresh();

    assertThat(container.services().require(Renderer.class).render("x")).isEqualTo("1.0.0:x");
  }

  @Test
  void wiresWhatUsesAPluginToTheOneThatReplacedIt() {
    host.install("twin.library", "twin.user");
    PluginContainer container = host.start();
    assertThat(container.services().require(Renderer.class).render("x")).isEqualTo("1.0.0:x");
    host.replace("twin.library", "twin.library-2");

    container.admin().refresh();

    assertThat(Trace.events("stop ")).contains("stop twin.user");
    assertThat(container.services().require(Renderer.class).render("x")).isEqualTo("1.1.0:x");
  }

  /** As if the update had come just after the activation. */
  @Test
  void anUpdateDuringAnActivationCounts() throws Exception {
    host.install("twin.library", "twin.user");
    PluginContainer container = host.start();
    Gate gate = Gate.close("twin.user");
    FutureTask<String> lookup =
        new FutureTask<>(() -> container.services().require(Renderer.class).render("x"));
    Thread thread = new Thread(lookup, "lookup");
    thread.start();
    gate.awaitEntered();
    host.replace("twin.library", "twin.library-2");

    assertThat(container.admin().refresh())
        .contains("updated twin.library 1.0.0 to twin.library 1.1.0");
    gate.open();

    assertThat(lookup.get(20, TimeUnit.SECONDS)).isEqualTo("1.1.0:x");
    thread.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(container.services().require(Renderer.class).render("y")).isEqualTo("1.1.0:y");
    assertThat(Trace.events().stream().filter(event -> event.endsWith(" twin.user")).toList())
        .containsExactly("start twin.user", "stop twin.user", "start twin.user");
    assertThat(Host.snapshot(container, "twin.user").transitions())
        .extracting(PluginTransition::cause)
        .contains("what it was activated over left meanwhile");
  }

  @Test
  void doesNotWatchWhereTheHostSaysSo() throws Exception {
    host.install("twin.background");
    CountDownLatch settled = new CountDownLatch(1);
    PluginContainer container =
        host.start(
            host.builder()
                .watch(false)
                .listener(
                    transition -> {
                      if (transition.to() == PluginState.ACTIVE) {
                        settled.countDown();
                      }
                    }));
    container.ready();
    // What the container looks at once after ready comes before background plugins.
    assertThat(settled.await(20, TimeUnit.SECONDS)).isTrue();
    host.install("twin.first");

    assertThat(container.services().find(Greeter.class)).isEmpty();
    assertThat(container.admin().refresh()).containsExactly("added twin.first 1.0.0");
  }
}
