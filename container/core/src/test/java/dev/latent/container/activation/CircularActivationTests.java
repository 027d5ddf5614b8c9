package dev.latent.container.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginState;
import dev.latent.container.testing.FakePlugin;
import dev.latent.container.testing.FakeRuntime;
import dev.latent.container.testing.FakeWorld;
import dev.latent.container.testing.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CircularActivationTests {

  private final FakeWorld world = new FakeWorld();
  private final FakePlugin a = world.plugins.add("a:1");
  private final FakePlugin b = world.plugins.add("b:1");

  private void activateFrom(FakePlugin from, FakePlugin to) {
    world.activations().activate(to, new ActivationCause("need of " + from.id().name()));
  }

  @Test
  void aCircleInOneThreadIsAnErrorThatPrintsTheChain() {
    world.runtime.on(a, (request, running) -> activateFrom(a, b));
    world.runtime.on(b, (request, running) -> activateFrom(b, a));
    String thread = Thread.currentThread().getName();
    assertThatThrownBy(() -> world.activate(a))
        .hasRootCauseInstanceOf(CircularActivationException.class)
        .hasRootCauseMessage(
            "Circular activation: a 1.0.0 is needed while it is being activated, and has"
                + " registered nothing yet.\n"
                + ("  a 1.0.0, by thread '" + thread + "', for a test, which needs\n")
                + ("  b 1.0.0, by thread '" + thread + "', for need of a, which needs\n")
                + ("  a 1.0.0, by thread '" + thread + "', for need of b\n")
                + "Let one of them look the other up when it is used instead of when it starts:"
                + " keep a Deferred or a handle.");
    assertThat(world.activations().status(a).state()).isEqualTo(PluginState.FAILED);
    assertThat(world.activations().status(b).state()).isEqualTo(PluginState.FAILED);
  }

  @Test
  void aCircleIsAnsweredWithTheEarlyRegistration() {
    AtomicReference<ActivationResult> answer = new AtomicReference<>();
    world.runtime.on(
        a,
        (request, running) -> {
          request.early(running);
          activateFrom(a, b);
        });
    world.runtime.on(
        b,
        (request, running) ->
            answer.set(world.activations().activate(a, new ActivationCause("need of b"))));
    ActivationResult result = world.activate(a);
    assertThat(answer).hasValue(new ActivationResult(result.running(), false));
    assertThat(result.complete()).isTrue();
  }

  @Test
  void whatMustRunFirstIsLeftAsItIsIfItBeganTheChain() {
    world.runtime.on(a, (request, running) -> request.activateFirst(b, "a needs b"));
    world.runtime.on(b, (request, running) -> request.activateFirst(a, "b needs a"));
    world.activate(a);
    assertThat(world.runtime.log).containsExactly("start a 1.0.0", "start b 1.0.0");
    assertThat(world.activations().active()).containsExactly(b, a);
  }

  @Test
  void aCircleCrosswiseFromTwoThreadsEndsWithOneErrorAndNoHang() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    world.runtime.on(a, meeting(both, a, b));
    world.runtime.on(b, meeting(both, b, a));
    try (Threads threads = new Threads()) {
      Future<ActivationResult> one = threads.run("thread-a", () -> world.activate(a));
      Future<ActivationResult> two = threads.run("thread-b", () -> world.activate(b));
      Throwable first = Threads.outcome(one);
      Throwable second = Threads.outcome(two);
      // Whichever thread came last found the circle; the other one saw that failure.
      assertThat(first).isNotNull();
      assertThat(second).isNotNull();
      assertThat(first)
          .rootCause()
          .isInstanceOf(CircularActivationException.class)
          .message()
          .contains("by thread 'thread-a'")
          .contains("by thread 'thread-b'")
          .contains("which needs");
    }
    assertThat(world.runtime.log).containsExactlyInAnyOrder("start a 1.0.0", "start b 1.0.0");
  }

  @Test
  void aCircleCrosswiseFromTwoThreadsIsAnsweredWithEarlyRegistrations() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    world.runtime.on(
        a,
        (request, running) -> {
          request.early(running);
          meeting(both, a, b).start(request, running);
        });
    world.runtime.on(
        b,
        (request, running) -> {
          request.early(running);
          meeting(both, b, a).start(request, running);
        });
    try (Threads threads = new Threads()) {
      Future<ActivationResult> one = threads.run("thread-a", () -> world.activate(a));
      Future<ActivationResult> two = threads.run("thread-b", () -> world.activate(b));
      assertThat(Threads.result(one).complete()).isTrue();
      assertThat(Threads.result(two).complete()).isTrue();
    }
    assertThat(world.activations().active()).containsExactlyInAnyOrder(a, b);
  }

  private FakeRuntime.Start meeting(CountDownLatch both, FakePlugin from, FakePlugin to) {
    return (request, running) -> {
      both.countDown();
      both.await();
      activateFrom(from, to);
    };
  }

  @Test
  void aRingOfThreeThreadsEnds() throws Exception {
    FakePlugin c = world.plugins.add("c:1");
    CountDownLatch all = new CountDownLatch(3);
    world.runtime.on(a, meeting(all, a, b));
    world.runtime.on(b, meeting(all, b, c));
    world.runtime.on(c, meeting(all, c, a));
    try (Threads threads = new Threads()) {
      Future<ActivationResult> one = threads.run("t1", () -> world.activate(a));
      Future<ActivationResult> two = threads.run("t2", () -> world.activate(b));
      Future<ActivationResult> three = threads.run("t3", () -> world.activate(c));
      assertThat(Threads.outcome(one)).isNotNull();
      assertThat(Threads.outcome(two)).isNotNull();
      assertThat(Threads.outcome(three))
          .rootCause()
          .isInstanceOf(CircularActivationException.class);
    }
  }

  @Test
  void stopCodeThatLooksItsOwnPluginUpGetsAnErrorAndNoHang() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    world.runtime.on(
        a,
        (request, running) ->
            running.onStop(
                () -> {
                  try {
                    activateFrom(a, a);
                  } catch (CircularActivationException e) {
                    thrown.set(e);
                  }
                }));
    world.activate(a);
    assertThat(world.stop(a)).isEmpty();
    assertThat(thrown.get())
        .hasMessageStartingWith("Circular activation: a 1.0.0 is needed while it is being stopped");
  }

  @Test
  void aPluginCanNotStopItselfWhileItIsActivated() {
    world.runtime.on(a, (request, running) -> world.stop(a));
    assertThatThrownBy(() -> world.activate(a))
        .hasRootCauseInstanceOf(CircularActivationException.class);
  }
}
