package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import acme.api.CrossA;
import acme.api.CrossB;
import acme.api.Gate;
import acme.api.Trace;
import dev.latent.api.ActivationException;
import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginServices;
import dev.latent.container.PluginContainer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two plugins whose starts need each other: answered, never hung. */
@Timeout(60)
class CircularActivationTests {

  @RegisterExtension final Host host = new Host();

  @Test
  @Tag("bundles")
  void answersACircleOfBundlesInOneThread() {
    host.install("circular/cross.a", "circular/cross.b");
    PluginContainer container = host.start();

    CrossA a = container.services().require(CrossA.class);

    // As in a framework without a container: B's start finds that A has registered nothing yet.
    assertThat(a.other()).isEqualTo("B");
    assertThat(container.services().require(CrossB.class).other()).isEqualTo("none");
    assertThat(Trace.events("start ")).hasSize(2);
  }

  @Test
  @Tag("bundles")
  void givesTheEarlyRegistrationOfABundleInOneThread() {
    host.install("circular/cross.early.a", "circular/cross.early.b");
    PluginContainer container = host.start();

    assertThat(container.services().require(CrossA.class).other()).isEqualTo("B");
    assertThat(container.services().require(CrossB.class).other()).isEqualTo("A");
    assertThat(Trace.events("start ")).hasSize(2);
  }

  @Test
  @Tag("bundles")
  void answersACrosswiseCircleOfBundlesFromTwoThreads() throws Exception {
    host.install("circular/cross.a", "circular/cross.b");
    PluginServices services = host.start().services();

    Crosswise outcome =
        crosswise(
            "cross.a",
            "cross.b",
            () -> services.require(CrossA.class),
            () -> services.require(CrossB.class));

    assertThat(outcome.a()).isInstanceOf(CrossA.class);
    assertThat(outcome.b()).isInstanceOf(CrossB.class);
    assertThat(Trace.events("start ")).hasSize(2);
    assertThat(services.require(CrossA.class)).isSameAs(outcome.a());
    assertThat(services.require(CrossB.class)).isSameAs(outcome.b());
  }

  @Test
  @Tag("bundles")
  void answersACrosswiseCircleOfBundlesThatRegisteredEarly() throws Exception {
    host.install("circular/cross.early.a", "circular/cross.early.b");
    PluginServices services = host.start().services();

    Crosswise outcome =
        crosswise(
            "cross.early.a",
            "cross.early.b",
            () -> services.require(CrossA.class),
            () -> services.require(CrossB.class));

    assertThat(((CrossA) outcome.a()).other()).isEqualTo("B");
    assertThat(((CrossB) outcome.b()).other()).isEqualTo("A");
    assertThat(Trace.events("start ")).hasSize(2);
  }

  @Test
  void printsTheChainOfACircleOfLayersInOneThread() {
    host.install("circular/cross.layer.a", "circular/cross.layer.b");
    PluginContainer container = host.start();

    assertThatThrownBy(() -> container.services().require(CrossA.class))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining(
            "Circular activation: acme.cross.layer.a 0.0.0 is needed while it is being activated,"
                + " and has registered nothing yet.")
        .hasMessageContaining("acme.cross.layer.a 0.0.0, by thread '")
        .hasMessageContaining("acme.cross.layer.b 0.0.0, by thread '")
        .hasMessageContaining("Let one of them look the other up when it is used");
    assertThat(Host.active(container)).isEmpty();
  }

  @Test
  void answersACrosswiseCircleOfLayersFromTwoThreads() throws Exception {
    host.install("circular/cross.layer.a", "circular/cross.layer.b");
    PluginServices services = host.start().services();

    Crosswise outcome =
        crosswise(
            "cross.layer.a",
            "cross.layer.b",
            () -> services.require(CrossA.class),
            () -> services.require(CrossB.class));

    assertThat(outcome.a()).isInstanceOf(ActivationException.class);
    assertThat(outcome.b()).isInstanceOf(ActivationException.class);
    assertThat(root(outcome.a(), outcome.b()))
        .hasMessageContaining("Circular activation: acme.cross.layer.")
        .hasMessageContaining("by thread 'cross.layer.a'")
        .hasMessageContaining("by thread 'cross.layer.b'");
  }

  /** What an activator registered is there for others, though its start is not over. */
  @Test
  void givesWhatALayerPluginRegisteredEarlyInOneThread() {
    host.install("circular/cross.layer.early.a", "circular/cross.layer.early.b");
    PluginContainer container = host.start();

    assertThat(container.services().require(CrossA.class)).isNotNull();
    assertThat(Host.active(container))
        .containsExactly("acme.cross.layer.early.a", "acme.cross.layer.early.b");
    assertThat(Trace.events("start ")).hasSize(2);
  }

  @Test
  void answersACrosswiseCircleOfLayersThatRegisteredEarly() throws Exception {
    host.install("circular/cross.layer.early.a", "circular/cross.layer.early.b");
    PluginServices services = host.start().services();

    Crosswise outcome =
        crosswise(
            "cross.layer.early.a",
            "cross.layer.early.b",
            () -> services.require(CrossA.class),
            () -> services.require(CrossB.class));

    assertThat(outcome.a()).isInstanceOf(CrossA.class);
    assertThat(outcome.b()).isInstanceOf(CrossB.class);
    assertThat(Trace.events("start ")).hasSize(2);
  }

  /** The same where a capability promises it, so that the promise stands for what is registered. */
  @Test
  void givesThePromisedServiceThatALayerPluginRegisteredEarly() {
    host.install("circular/cross.layer.promised.a", "circular/cross.layer.promised.b");
    PluginContainer container = host.start();

    assertThat(container.services().require(CrossA.class).other()).isEqualTo("B");
    assertThat(container.services().require(CrossB.class).other()).isEqualTo("A");
    assertThat(container.services().handles(CrossA.class)).hasSize(1);
    assertThat(Trace.events("start ")).hasSize(2);
    assertThat(Host.problems(container)).isEmpty();
  }

  @Test
  void answersACrosswiseCircleOfLayersThatPromisedWhatTheyRegistered() throws Exception {
    host.install("circular/cross.layer.promised.a", "circular/cross.layer.promised.b");
    PluginServices services = host.start().services();

    Crosswise outcome =
        crosswise(
            "cross.layer.promised.a",
            "cross.layer.promised.b",
            () -> services.require(CrossA.class),
            () -> services.require(CrossB.class));

    assertThat(((CrossA) outcome.a()).other()).isEqualTo("B");
    assertThat(((CrossB) outcome.b()).other()).isEqualTo("A");
    assertThat(Trace.events("start ")).hasSize(2);
    assertThat(services.require(CrossA.class)).isSameAs(outcome.a());
  }

  private static Throwable root(Object... outcomes) {
    for (Object outcome : outcomes) {
      for (Throwable at = (Throwable) outcome; at != null; at = at.getCause()) {
        if (at instanceof CircularActivationException) {
          return at;
        }
      }
    }
    throw new AssertionError("no circle in " + java.util.Arrays.toString(outcomes));
  }

  private record Crosswise(Object a, Object b) {}

  /** Holds both starts at their gates until both threads are there, then lets them go. */
  private static Crosswise crosswise(
      String nameA, String nameB, Supplier<Object> lookupA, Supplier<Object> lookupB)
      throws Exception {
    Gate gateA = Gate.close(nameA);
    Gate gateB = Gate.close(nameB);
    ExecutorService threadA = Executors.newSingleThreadExecutor(work -> new Thread(work, nameA));
    ExecutorService threadB = Executors.newSingleThreadExecutor(work -> new Thread(work, nameB));
    try {
      CompletableFuture<Object> a = CompletableFuture.supplyAsync(caught(lookupA), threadA);
      CompletableFuture<Object> b = CompletableFuture.supplyAsync(caught(lookupB), threadB);
      gateA.awaitEntered();
      gateB.awaitEntered();
      gateA.open();
      gateB.open();
      return new Crosswise(a.get(30, TimeUnit.SECONDS), b.get(30, TimeUnit.SECONDS));
    } finally {
      threadA.shutdownNow();
      threadB.shutdownNow();
    }
  }

  private static Supplier<Object> caught(Supplier<Object> lookup) {
    return () -> {
      try {
        return lookup.get();
      } catch (RuntimeException e) {
        return e;
      }
    };
  }
}
