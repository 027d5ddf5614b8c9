package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationException;
import dev.latent.api.ResolutionException;
import dev.latent.api.Warmth;
import dev.latent.container.finder.RegisteredPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin whose stop method never returns, interrupted or not, holds up nobody but itself. */
@Timeout(120)
final class FrameworkCloseTests {

  private static final String GATE = "acme.stuck.gate";
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir private Path directory;
  private final CountDownLatch gate = new CountDownLatch(1);
  private RuntimeHarness harness;

  @BeforeEach
  void open() {
    System.getProperties().put(GATE, gate);
    harness = new RuntimeHarness(directory.resolve("state"));
  }

  @AfterEach
  void close() throws InterruptedException {
    gate.countDown();
    System.getProperties().remove(GATE);
    harness.close();
    awaitEnd("latent-closes-framework");
  }

  private RegisteredPlugin addStuck() throws Exception {
    return harness.plugins.add(
        RuntimeHarness.bundle(
                "acme.stuck",
                "",
                "\"stuck\"",
                """
                java.util.concurrent.CountDownLatch gate =
                    (java.util.concurrent.CountDownLatch)
                        System.getProperties().get("acme.stuck.gate");
                while (gate.getCount() > 0) {
                  try {
                    gate.await();
                  } catch (InterruptedException e) {
                    // is ignored
                  }
                }
                """)
            .writeTo(directory));
  }

  private RegisteredPlugin addCounting() throws Exception {
    return harness.plugins.add(
        RuntimeHarness.bundle("acme.counts", RuntimeHarness.COUNT, "runs", "").writeTo(directory));
  }

  private static void awaitEnd(String name) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        thread.join(60_000);
        assertThat(thread.isAlive()).as(name).isFalse();
      }
    }
  }

  @Test
  void closeReturnsAndSaysWhichPluginIsInTheWay() throws Exception {
    RegisteredPlugin stuck = addStuck();
    RegisteredPlugin counts = addCounting();
    harness.call(stuck);
    assertThat(harness.call(counts)).isEqualTo(1);
    List<String> faults = harness.stop(stuck, SHORT);
    assertThat(faults).hasSize(1);
    assertThat(faults.get(0))
        .startsWith(
            "Plugin acme.stuck 1.0.0 did not stop within 200 ms and was interrupted, which did not"
                + " help: thread latent-stop-acme.stuck still runs, at acme.stuck.Start.stop(");
    harness.stop(counts, RuntimeHarness.LIMIT);

    harness.runtime().close(SHORT);

    assertThat(harness.problems).hasSize(1);
    assertThat(harness.problems.get(0))
        .startsWith("framework.close: ")
        .contains(
            " could not be closed within the limit: thread latent-stop-acme.stuck still runs the"
                + " stop code of plugin acme.stuck 1.0.0, at acme.stuck.Start.stop(")
        .contains("It closes once that ends. Until then its storage " + harness.storage());

    gate.countDown();
    awaitEnd("latent-closes-framework");
    harness.restart();
    assertThat(harness.call(counts)).isEqualTo(2);
  }

  @Test
  void closesAlsoWhatAPluginHasShutDown() throws Exception {
    RegisteredPlugin ends =
        harness.plugins.add(
            RuntimeHarness.bundle(
                    "acme.ends",
                    RuntimeHarness.COUNT
                        + "org.osgi.framework.launch.Framework framework ="
                        + " (org.osgi.framework.launch.Framework) context.getBundle(0);",
                    "{ framework.stop(); framework.waitForStop(20_000); return runs; }",
                    "")
                .header("Import-Package", "org.osgi.framework,org.osgi.framework.launch")
                .writeTo(directory));
    assertThat(harness.call(ends)).isEqualTo(1);

    harness.restart();

    assertThat(harness.call(ends)).isEqualTo(2);
    assertThat(harness.problems).isEmpty();
  }

  @Test
  void noDataIsMixedUpWhileItIsStillClosing() throws Exception {
    RegisteredPlugin stuck = addStuck();
    RegisteredPlugin counts = addCounting();
    harness.call(stuck);
    assertThat(harness.call(counts)).isEqualTo(1);
    harness.stop(stuck, SHORT);
    harness.runtime().close(SHORT);

    harness.restart();

    assertThat(harness.call(counts)).isEqualTo(1);
    assertThat(harness.problems).hasSize(2);
    assertThat(harness.problems.get(1)).startsWith("framework.storage: ");
  }

  @Test
  void anotherActivationIsRefusedWhileTheStopStillRuns() throws Exception {
    RegisteredPlugin stuck = addStuck();
    harness.call(stuck);
    harness.stop(stuck, SHORT);

    assertThatThrownBy(() -> harness.call(stuck))
        .isInstanceOf(ActivationException.class)
        .hasMessageStartingWith(
            "Plugin acme.stuck 1.0.0 can't be activated: thread latent-stop-acme.stuck still runs"
                + " the stop code of plugin acme.stuck 1.0.0, at acme.stuck.Start.stop(")
        .hasMessageEndingWith(
            ". Look it up again once that has ended; a plugin has to stop within the limit.");

    gate.countDown();
    awaitEnd("latent-stop-acme.stuck");
    assertThat(harness.call(stuck)).isEqualTo("stuck");
  }

  @Test
  void aRemovalDoesNotWaitForIt() throws Exception {
    RegisteredPlugin stuck = addStuck();
    harness.call(stuck);
    harness.stop(stuck, SHORT);
    harness.plugins.remove(stuck);

    harness.runtime().discard(stuck, Warmth.COLD);

    assertThat(harness.problems).hasSize(1);
    assertThat(harness.problems.get(0))
        .startsWith(
            "framework.stuck: Plugin acme.stuck 1.0.0 was removed or replaced and stays in the"
                + " framework: thread latent-stop-acme.stuck still runs the stop code of plugin"
                + " acme.stuck 1.0.0, at acme.stuck.Start.stop(");
  }

  @Test
  void anUpdateIsRefusedWhileTheStopStillRuns() throws Exception {
    RegisteredPlugin stuck = addStuck();
    harness.call(stuck);
    harness.stop(stuck, SHORT);
    RegisteredPlugin updated =
        harness.plugins.replace(
            stuck, RuntimeHarness.bundle("acme.stuck", "", "\"updated\"", "").writeTo(directory));

    assertThatThrownBy(() -> harness.call(updated))
        .isInstanceOf(ResolutionException.class)
        .hasMessageStartingWith(
            "Plugin acme.stuck 1.0.0 can't be updated: thread latent-stop-acme.stuck still runs");

    gate.countDown();
    awaitEnd("latent-stop-acme.stuck");
    assertThat(harness.call(updated)).isEqualTo("updated");
  }
}
