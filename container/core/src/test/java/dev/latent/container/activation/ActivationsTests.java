package dev.latent.container.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginState;
import dev.latent.api.admin.ActivationStep;
import dev.latent.api.admin.PluginTransition;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.testing.FakePlugin;
import dev.latent.container.testing.FakeWorld;
import dev.latent.container.testing.Threads;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ActivationsTests {

  private final FakeWorld world = new FakeWorld();

  @Test
  void manyThreadsActivateAPluginOnceAndGetTheSameObject() throws Exception {
    FakePlugin plugin = world.plugins.add("acme.pdf:2.1");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.runtime.on(
        plugin,
        (request, running) -> {
          inside.countDown();
          goOn.await();
        });
    try (Threads threads = new Threads()) {
      List<Future<ActivationResult>> results = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        results.add(threads.run("asker-" + i, () -> world.activate(plugin)));
      }
      inside.await();
      goOn.countDown();
      RunningPlugin first = Threads.result(results.get(0)).running();
      for (Future<ActivationResult> result : results) {
        assertThat(Threads.result(result).running()).isSameAs(first);
        assertThat(Threads.result(result).complete()).isTrue();
      }
    }
    assertThat(world.runtime.log).containsExactly("start acme.pdf 2.1.0");
  }

  @Test
  void allThreadsSeeOneFailureAndEachGetsAnExceptionOfItsOwn() throws Exception {
    FakePlugin plugin = world.plugins.add("acme.pdf:2.1");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    IllegalStateException fault = new IllegalStateException("no fonts");
    world.runtime.on(
        plugin,
        (request, running) -> {
          inside.countDown();
          goOn.await();
          throw fault;
        });
    try (Threads threads = new Threads()) {
      Future<ActivationResult> first = threads.run("first", () -> world.activate(plugin));
      inside.await();
      Future<ActivationResult> second = threads.run("second", () -> world.activate(plugin));
      threads.awaitWaiting("second");
      goOn.countDown();
      ActivationException one = Threads.failure(first, ActivationException.class);
      ActivationException two = Threads.failure(second, ActivationException.class);
      assertThat(one).hasCause(fault);
      assertThat(two).isNotSameAs(one).hasCause(one).hasMessage(one.getMessage());
      assertThat(one)
          .hasMessage(
              "Plugin acme.pdf 2.1.0 (acme.pdf.jar) could not be activated:"
                  + " java.lang.IllegalStateException: no fonts\n"
                  + "  Requested by a test.\n"
                  + "  The next lookup tries again.");
    }
    assertThat(world.runtime.log).hasSize(1);
    assertThat(world.activations().status(plugin).state()).isEqualTo(PluginState.FAILED);
  }

  @Test
  void aFailedPluginIsTriedAgainOnTheNextRequest() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2.1");
    AtomicInteger tries = new AtomicInteger();
    world.runtime.on(
        plugin,
        (request, running) -> {
          if (tries.incrementAndGet() == 1) {
            throw new NoClassDefFoundError("acme/Font");
          }
        });
    assertThatThrownBy(() -> world.activate(plugin))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining("could not be activated: java.lang.NoClassDefFoundError: acme/Font");
    assertThat(world.activations().status(plugin).withdrawn()).isTrue();

    world.activate(plugin);

    PluginStatus status = world.activations().status(plugin);
    assertThat(status.state()).isEqualTo(PluginState.ACTIVE);
    assertThat(status.withdrawn()).isFalse();
    assertThat(status.failure()).isNull();
  }

  @Test
  void whatIsMissingIsSaidWithTheChainAndWhatComesNear() {
    FakePlugin plugin = world.plugins.add("acme.report:1");
    FakePlugin library = world.plugins.add("acme.pdf:2");
    world.closures.put(
        plugin,
        new Closure(
            plugin,
            List.of(plugin),
            List.of(
                new Closure.Missing(
                    List.of(plugin, library),
                    "package acme.font [2,3)",
                    List.of("acme.fonts 1.9.0 exports acme.font 1.9.0")))));
    assertThatThrownBy(() -> world.activate(plugin))
        .hasMessageContaining(
            "could not be activated: Package acme.font [2,3) not found, required by acme.pdf 2.0.0,"
                + " required by acme.report 1.0.0. Found: acme.fonts 1.9.0 exports acme.font"
                + " 1.9.0. Put the missing jar into the plugin directory.");
    assertThat(world.runtime.log).isEmpty();
  }

  @Test
  void anErrorNamesTheChainThatLedToIt() {
    FakePlugin report = world.plugins.add("acme.report:1");
    FakePlugin pdf = world.plugins.add("acme.pdf:2");
    world.runtime.on(
        report, (request, running) -> request.activateFirst(pdf, "acme.report needs acme.pdf"));
    world.runtime.on(
        pdf,
        (request, running) -> {
          throw new IllegalStateException("no fonts");
        });
    ActivationException failure =
        catchThrowableOfType(ActivationException.class, () -> world.activate(report));
    assertThat(failure.getCause())
        .hasMessage(
            "Plugin acme.pdf 2.0.0 (acme.pdf.jar) could not be activated:"
                + " java.lang.IllegalStateException: no fonts\n"
                + "  Requested by acme.report needs acme.pdf,\n"
                + "  because a test activated acme.report 1.0.0.\n"
                + "  The next lookup tries again.");
  }

  @Test
  void whyTellsTheChainOutermostFirst() {
    FakePlugin report = world.plugins.add("acme.report:1");
    FakePlugin pdf = world.plugins.add("acme.pdf:2");
    world.runtime.on(
        report, (request, running) -> request.activateFirst(pdf, "need of acme.report"));
    world.activate(report);
    assertThat(world.activations().status(pdf).why())
        .containsExactly(
            "a test activated acme.report 1.0.0", "need of acme.report activated acme.pdf 2.0.0");
  }

  @Test
  void theContextClassLoaderIsThePluginsDuringActivationAndTheCallersAfter() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2");
    ClassLoader own = new ClassLoader() {};
    ClassLoader callers = Thread.currentThread().getContextClassLoader();
    AtomicReference<ClassLoader> seen = new AtomicReference<>();
    world.runtime.on(
        plugin,
        (request, running) -> {
          request.loader(own);
          seen.set(Thread.currentThread().getContextClassLoader());
        });
    world.activate(plugin);
    assertThat(seen).hasValue(own);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(callers);
  }

  @Test
  void stepsOfANestedActivationCountOnce() {
    FakePlugin outer = world.plugins.add("acme.outer:1");
    FakePlugin inner = world.plugins.add("acme.inner:1");
    long busy = Duration.ofMillis(30).toNanos();
    world.runtime.on(
        outer, (request, running) -> request.activateFirst(inner, "outer needs inner"));
    world.runtime.on(
        inner,
        (request, running) -> {
          long end = System.nanoTime() + busy;
          while (System.nanoTime() < end) {
            Thread.onSpinWait();
          }
        });
    world.activate(outer);
    assertThat(step(inner, "start").wallNanos()).isGreaterThanOrEqualTo(busy);
    assertThat(step(outer, "start").wallNanos()).isLessThan(busy);
  }

  private ActivationStep step(FakePlugin plugin, String name) {
    return world.activations().status(plugin).steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStoppedPluginIsRegisteredAgainAndTheNextRequestActivatesIt() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2");
    RunningPlugin first = world.activate(plugin).running();
    assertThat(world.stop(plugin)).isEmpty();
    assertThat(world.activations().status(plugin).state()).isEqualTo(PluginState.REGISTERED);
    assertThat(world.activate(plugin).running()).isNotSameAs(first);
    assertThat(world.runtime.log)
        .containsExactly("start acme.pdf 2.0.0", "stop acme.pdf 2.0.0", "start acme.pdf 2.0.0");
  }

  @Test
  void pluginsStopInTheReverseOrderOfTheirActivation() {
    FakePlugin a = world.plugins.add("a:1");
    FakePlugin b = world.plugins.add("b:1");
    FakePlugin c = world.plugins.add("c:1");
    world.runtime.on(b, (request, running) -> request.activateFirst(c, "b needs c"));
    world.activate(b);
    world.activate(a);
    world.runtime.log.clear();
    assertThat(world.activations().close()).isEmpty();
    assertThat(world.runtime.log).containsExactly("stop a 1.0.0", "stop b 1.0.0", "stop c 1.0.0");
    assertThatThrownBy(() -> world.activate(a))
        .hasMessageContaining("The container is closed; make a new one.");
  }

  @Test
  void stopCodeThatDoesNotReturnIsGivenUpAndReported() throws Exception {
    world.limits = new ActivationLimits(Duration.ofSeconds(20), Duration.ofMillis(1));
    FakePlugin plugin = world.plugins.add("acme.stuck:1");
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    world.runtime.on(
        plugin,
        (request, running) ->
            running.onStop(
                () -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                }));
    world.activate(plugin);
    assertThat(world.stop(plugin))
        .singleElement()
        .asString()
        .startsWith("acme.stuck 1.0.0: its stop code did not return within 1 ms and was given up");
    interrupted.await();
    assertThat(world.activations().status(plugin).state()).isEqualTo(PluginState.REGISTERED);
    assertThat(world.activations().status(plugin).leftovers()).hasSize(1);
  }

  @Test
  void aFailureOfStopCodeIsReportedAndThePluginIsStoppedAllTheSame() {
    FakePlugin plugin = world.plugins.add("acme.bad:1");
    world.runtime.on(
        plugin,
        (request, running) ->
            running.onStop(
                () -> {
                  throw new IllegalStateException("busy");
                }));
    world.activate(plugin);
    assertThat(world.stop(plugin))
        .containsExactly(
            "acme.bad 1.0.0: its stop code failed: java.lang.IllegalStateException: busy");
    assertThat(world.activations().status(plugin).state()).isEqualTo(PluginState.REGISTERED);
  }

  @Test
  void aWaitThatTakesTooLongSaysWhoHoldsItAndWhatItDoes() throws Exception {
    world.limits = new ActivationLimits(Duration.ofMillis(20), Duration.ofSeconds(5));
    FakePlugin plugin = world.plugins.add("acme.slow:1");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.runtime.on(
        plugin,
        (request, running) -> {
          inside.countDown();
          goOn.await();
        });
    try (Threads threads = new Threads()) {
      Future<ActivationResult> slow = threads.run("slow-thread", () -> world.activate(plugin));
      inside.await();
      assertThatThrownBy(() -> world.activate(plugin))
          .isInstanceOf(ActivationException.class)
          .hasMessageStartingWith(
              "Gave up after waiting 20 ms: acme.slow 1.0.0 is being activated by thread"
                  + " 'slow-thread' since ")
          .hasMessageContaining(" ms, in step start, because of a test; the thread is at ")
          .hasMessageEndingWith(
              "Requested by a test. If it only needs longer, raise latent.activation.limit.");
      goOn.countDown();
      Threads.result(slow);
    }
  }

  @Test
  void everyTransitionIsToldInOrderWithCauseAndThread() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2");
    List<PluginTransition> heard = new ArrayList<>();
    world.activations().listen(heard::add);
    world.activate(plugin);
    world.stop(plugin);
    assertThat(heard)
        .extracting(PluginTransition::from, PluginTransition::to, PluginTransition::cause)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                PluginState.REGISTERED, PluginState.ACTIVATING, "a test"),
            org.assertj.core.groups.Tuple.tuple(
                PluginState.ACTIVATING, PluginState.ACTIVE, "a test"),
            org.assertj.core.groups.Tuple.tuple(PluginState.ACTIVE, PluginState.STOPPING, "a test"),
            org.assertj.core.groups.Tuple.tuple(
                PluginState.STOPPING, PluginState.REGISTERED, "a test"));
    assertThat(heard)
        .extracting(PluginTransition::thread)
        .containsOnly(Thread.currentThread().getName());
    assertThat(world.activations().history(plugin)).isEqualTo(heard);
  }

  @Test
  void aListenerThatStopsThePluginHearsOfThatAfterwards() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2");
    List<PluginState> heard = new ArrayList<>();
    world
        .activations()
        .listen(
            transition -> {
              if (transition.to() == PluginState.ACTIVE) {
                world.stop(plugin);
              }
              heard.add(transition.to());
            });
    world.activate(plugin);
    assertThat(heard)
        .containsExactly(
            PluginState.ACTIVATING,
            PluginState.ACTIVE,
            PluginState.STOPPING,
            PluginState.REGISTERED);
  }

  @Test
  void theHistoryIsBounded() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2");
    for (int i = 0; i < 100; i++) {
      world.activate(plugin);
      world.stop(plugin);
    }
    assertThat(world.activations().history(plugin)).hasSize(32);
  }

  @Test
  void aDisabledPluginIsRefusedUntilItIsEnabled() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2");
    world.activate(plugin);
    world.activations().disable(plugin, new ActivationCause("an operator"));
    assertThat(world.runtime.log).endsWith("stop acme.pdf 2.0.0");
    assertThatThrownBy(() -> world.activate(plugin))
        .hasMessage(
            "Plugin acme.pdf 2.0.0 is disabled; set another policy to use it. Requested by a test.");
    world.activations().enable(plugin, new ActivationCause("an operator"));
    assertThat(world.activate(plugin).complete()).isTrue();
  }

  @Test
  void onlyAllowedTransitionsHappen() {
    PluginLifecycle lifecycle =
        new PluginLifecycle(
            world.plugins.add("acme.pdf:2"), PluginState.REGISTERED, java.time.Clock.systemUTC());
    PluginStatus now = lifecycle.status();
    assertThatThrownBy(
            () -> lifecycle.transition(now, PluginStatus.initial(PluginState.ACTIVE), "a test"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Plugin acme.pdf 2.0.0 can't go from REGISTERED to ACTIVE.");
    for (PluginState to : PluginState.values()) {
      assertThat(PluginLifecycle.allowed(PluginState.UNREGISTERED, to)).isFalse();
    }
  }

  @Test
  void whatLeftTheContainerIsNotActivatedForWhoeverHoldsItStill() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2.1");
    world.activate(plugin);

    world.activations().unregister(plugin, new ActivationCause("an update"));

    assertThatThrownBy(() -> world.activate(plugin))
        .isInstanceOf(ActivationException.class)
        .hasMessage(
            "Plugin acme.pdf 2.1.0 is no longer in the container, as it was removed or replaced;"
                + " look up what is there. Requested by a test.");
    assertThat(world.runtime.log).containsExactly("start acme.pdf 2.1.0", "stop acme.pdf 2.1.0");
    assertThat(world.activations().status(plugin).state()).isEqualTo(PluginState.UNREGISTERED);
    assertThat(world.activations().touched()).isEmpty();
  }

  @Test
  void whatLeftAndComesAgainIsActivatedAnew() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2.1");
    world.activations().unregister(plugin, new ActivationCause("an update"));

    world.activations().register(plugin);

    assertThat(world.activate(plugin).complete()).isTrue();
  }

  /** As if the update had come just after the activation. */
  @Test
  void anActivationOverWhatLeavesMeanwhileIsStoppedAndDoneAgain() throws Exception {
    FakePlugin old = world.plugins.add("acme.fonts:1");
    FakePlugin next = world.plugins.add("acme.fonts:2");
    FakePlugin user = world.plugins.add("acme.pdf:2.1");
    world.closures.put(user, new Closure(user, List.of(old, user), List.of()));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.runtime.on(
        user,
        (request, running) -> {
          running.provide(request.closure().members().get(0).id().toString());
          inside.countDown();
          goOn.await();
        });
    try (Threads threads = new Threads()) {
      Future<ActivationResult> first = threads.run("first", () -> world.activate(user));
      inside.await();
      Future<ActivationResult> second = threads.run("second", () -> world.activate(user));
      threads.awaitWaiting("second");
      world.closures.put(user, new Closure(user, List.of(next, user), List.of()));
      world.activations().unregister(old, new ActivationCause("an update"));
      goOn.countDown();

      RunningPlugin running = Threads.result(first).running();
      assertThat(Threads.result(second).running()).isSameAs(running);
      assertThat(world.activations().status(user).running()).isSameAs(running);
    }
    assertThat(world.runtime.log)
        .containsExactly("start acme.pdf 2.1.0", "stop acme.pdf 2.1.0", "start acme.pdf 2.1.0");
    assertThat(world.activations().status(user).members()).containsExactly(next, user);
    assertThat(world.activations().history(user))
        .extracting(PluginTransition::cause)
        .contains("what it was activated over left meanwhile");
  }

  @Test
  void whatIsReplacedWhileItIsActivatedLeavesWhenThatEnds() throws Exception {
    world.limits = new ActivationLimits(Duration.ofMillis(1), Duration.ofSeconds(5));
    FakePlugin plugin = world.plugins.add("acme.pdf:2.1");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    world.runtime.on(
        plugin,
        (request, running) -> {
          inside.countDown();
          goOn.await();
        });
    try (Threads threads = new Threads()) {
      Future<ActivationResult> lookup = threads.run("lookup", () -> world.activate(plugin));
      inside.await();
      assertThatThrownBy(
              () -> world.activations().unregister(plugin, new ActivationCause("an update")))
          .hasMessageContaining("Gave up after waiting 1 ms");
      goOn.countDown();

      assertThat(Threads.failure(lookup, ActivationException.class))
          .hasMessageContaining("is no longer in the container");
    }
    assertThat(world.runtime.log).containsExactly("start acme.pdf 2.1.0", "stop acme.pdf 2.1.0");
    assertThat(world.activations().active()).isEmpty();
  }

  @Test
  void aPluginIsStoppedOnTheCallingThreadWhereThereIsNoThreadForIt() {
    FakePlugin plugin = world.plugins.add("acme.pdf:2.1");
    AtomicReference<Thread> stoppedBy = new AtomicReference<>();
    world.runtime.on(
        plugin, (request, running) -> running.onStop(() -> stoppedBy.set(Thread.currentThread())));
    RunningPlugin running = world.activate(plugin).running();
    ActivationCause cause = new ActivationCause("a test");
    Lifecycles lifecycles = new Lifecycles(Clock.systemUTC());
    PluginLifecycle lifecycle = lifecycles.of(plugin);
    Operation start = operation(Operation.Kind.ACTIVATE, plugin, cause);
    lifecycle.transition(lifecycle.status(), lifecycle.status().activating(start), "a test");
    PluginStatus active =
        lifecycle.status().active(running, 1, List.of(plugin), List.of(), List.of());
    lifecycle.transition(lifecycle.status(), active, "a test");
    Operation stop = operation(Operation.Kind.STOP, plugin, cause);
    lifecycle.transition(active, active.stopping(stop), "a test");

    new PluginStopper(
            world.activations(),
            lifecycles,
            world.waits(),
            world.limits,
            thread -> {
              throw new OutOfMemoryError("unable to create native thread");
            })
        .stop(lifecycle, stop, active, null);

    assertThat(stoppedBy).hasValue(Thread.currentThread());
    assertThat(lifecycle.status().state()).isEqualTo(PluginState.REGISTERED);
    assertThat(world.waits().busy()).isFalse();
  }

  private static Operation operation(
      Operation.Kind kind, FakePlugin plugin, ActivationCause cause) {
    return new Operation(kind, plugin, cause, null, Thread.currentThread(), System.nanoTime());
  }
}
