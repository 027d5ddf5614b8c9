package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import acme.api.Gate;
import acme.api.Greeter;
import acme.api.Renderer;
import acme.api.Trace;
import dev.latent.api.ActivationException;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.api.admin.ActivationStep;
import dev.latent.api.admin.PluginTransition;
import dev.latent.container.PluginContainer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Once, or not at all: how a plugin gets from registered to active and back. */
class ActivationTests {

  private static final int THREADS = 16;

  @RegisterExtension final Host host = new Host();

  @Test
  void activatesOnceHoweverManyThreadsAsk() throws Exception {
    host.install("twin.first");
    PluginContainer container = host.start();
    Gate gate = Gate.close("twin.first");

    List<Object> outcomes = atOnce(gate, () -> container.services().require(Greeter.class));

    assertThat(outcomes).hasSize(THREADS).allMatch(Greeter.class::isInstance);
    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isSameAs(outcomes.get(0)));
    assertThat(Trace.events("start ")).containsExactly("start twin.first");
    assertThat(Trace.events("new twin.first.Service")).hasSize(1);
  }

  @Test
  void failsForAllWhoAskedAtOnceAndRunsTheStartOnce() throws Exception {
    host.install("twin.first").property("twin.first.fails", "true");
    PluginContainer container = host.start();
    Gate gate = Gate.close("twin.first");

    List<Object> outcomes =
        atOnce(gate, () -> catchThrowable(() -> container.services().require(Greeter.class)));

    assertThat(outcomes)
        .hasSize(THREADS)
        .allSatisfy(
            outcome ->
                assertThat((Throwable) outcome)
                    .isInstanceOf(ActivationException.class)
                    .hasMessageContaining("twin.first was told to fail"));
    assertThat(Trace.events("start ")).startsWith("start twin.first");
    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.FAILED);
  }

  /** Starts all threads; the first comes to the gate, which opens when all others have begun. */
  private static List<Object> atOnce(Gate gate, Callable<Object> lookup) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch begun = new CountDownLatch(THREADS);
      List<Future<Object>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(
            threads.submit(
                () -> {
                  begun.countDown();
                  return lookup.call();
                }));
      }
      gate.awaitEntered();
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
      gate.open();
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> future : futures) {
        outcomes.add(future.get(20, TimeUnit.SECONDS));
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void triesAgainWithTheNextLookupAfterAFailure() {
    host.install("twin.first").property("twin.first.fails", "true");
    PluginContainer container = host.start();

    assertThatThrownBy(() -> container.services().require(Greeter.class))
        .isInstanceOf(ActivationException.class)
        .hasMessageStartingWith("Plugin twin.first 1.0.0 (twin.first.jar) could not be activated: ")
        .hasMessageContaining("twin.first was told to fail")
        .hasMessageContaining("Requested by lookup of acme.api.Greeter by the host at ")
        .hasMessageContaining("ActivationTests.")
        .hasMessageEndingWith("The next lookup tries again.")
        .hasRootCauseMessage("twin.first was told to fail");
    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.FAILED);
    assertThat(Host.snapshot(container, "twin.first").failure()).isPresent();
    assertThat(Host.problems(container))
        .contains("ERROR activation.failed twin.first.jar: ")
        .contains("twin.first was told to fail");

    host.withoutProperty("twin.first.fails");

    assertThat(container.services().require(Greeter.class).greet("Eve"))
        .isEqualTo("twin.first 1.0.0: Eve");
    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.ACTIVE);
    assertThat(Host.problems(container)).isEmpty();
    assertThat(Trace.events("start ")).containsExactly("start twin.first", "start twin.first");
  }

  @Test
  void goesOnToTheNextCandidateWhereTheBestFails() {
    host.install("twin.first", "twin.second").property("twin.first.fails", "true");
    PluginContainer container = host.start();

    assertThat(container.services().require(Greeter.class).greet("Eve"))
        .isEqualTo("twin.second 1.0.0: Eve");

    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.FAILED);
    assertThat(Host.problems(container)).contains("twin.first was told to fail");
  }

  @Test
  void namesAllFailuresWhereNoCandidateIsLeft() {
    host.install("twin.first", "twin.second")
        .property("twin.first.fails", "true")
        .property("twin.second.fails", "true");
    PluginContainer container = host.start();

    assertThatThrownBy(() -> container.services().require(Greeter.class))
        .isInstanceOf(ActivationException.class)
        .hasMessageStartingWith("None of the 2 plugins that offer acme.api.Greeter could be used")
        .hasMessageContaining("twin.first was told to fail")
        .hasMessageContaining("twin.second was told to fail")
        .satisfies(error -> assertThat(error.getSuppressed()).hasSize(1));
  }

  @Test
  void throwsTheErrorOfThePluginThatWasNamed() {
    host.install("twin.first", "twin.second").property("twin.first.fails", "true");
    PluginContainer container = host.start();
    ServiceHandle<Greeter> handle = container.services().handles(Greeter.class).get(0);

    assertThatThrownBy(handle::get)
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining("twin.first was told to fail");
    assertThatThrownBy(() -> container.admin().activate(Host.id(container, "twin.first")))
        .isInstanceOf(ActivationException.class)
        .hasMessageContaining("twin.first was told to fail")
        .satisfies(
            error ->
                assertThat(((ActivationException) error).plugin())
                    .contains(Host.id(container, "twin.first")));
    assertThat(Trace.events("twin.second")).isEmpty();
  }

  @Test
  void tellsEachTransitionWithCauseThreadAndTime() {
    host.install("twin.first");
    List<PluginTransition> heard = new CopyOnWriteArrayList<>();
    Instant before = Instant.now();
    PluginContainer container = host.start(host.builder().listener(heard::add));

    container.services().require(Greeter.class);
    container.admin().stop(Host.id(container, "twin.first"));

    assertThat(heard)
        .extracting(transition -> transition.from() + " " + transition.to())
        .containsExactly(
            "REGISTERED ACTIVATING", "ACTIVATING ACTIVE", "ACTIVE STOPPING", "STOPPING REGISTERED");
    assertThat(heard.get(0).cause())
        .startsWith("lookup of acme.api.Greeter by the host at dev.latent.contract.");
    assertThat(heard.get(0).thread()).isEqualTo(Thread.currentThread().getName());
    assertThat(heard)
        .allMatch(transition -> !transition.at().isBefore(before.minusMillis(1)))
        .allMatch(transition -> transition.plugin().name().equals("twin.first"));
    assertThat(Host.snapshot(container, "twin.first").transitions()).isEqualTo(heard);
  }

  @Test
  void survivesAListenerThatThrows() {
    host.install("twin.first");
    Thread thread = Thread.currentThread();
    AtomicBoolean throwing = new AtomicBoolean(true);
    List<Throwable> reported = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler own = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((where, error) -> reported.add(error));
    try {
      PluginContainer container =
          host.start(
              host.builder()
                  .listener(
                      transition -> {
                        if (throwing.get()) {
                          throw new IllegalStateException("a listener's mistake");
                        }
                      }));

      assertThat(container.services().require(Greeter.class)).isNotNull();
    } finally {
      throwing.set(false);
      thread.setUncaughtExceptionHandler(own);
    }
    assertThat(reported)
        .hasSize(2)
        .allMatch(error -> "a listener's mistake".equals(error.getMessage()));
  }

  @Test
  void measuresTheStepsOfAnActivation() throws Exception {
    host.install("twin.first");
    PluginContainer container = host.start();
    Gate gate = Gate.close("twin.first");
    FutureTask<Greeter> lookup =
        new FutureTask<>(() -> container.services().require(Greeter.class));
    long before = System.nanoTime();
    Thread thread = new Thread(lookup, "lookup");
    thread.start();
    gate.awaitEntered();
    long entered = System.nanoTime();
    gate.open();
    long opened = System.nanoTime();
    lookup.get(20, TimeUnit.SECONDS);
    thread.join(TimeUnit.SECONDS.toMillis(20));
    long all = System.nanoTime() - before;

    List<ActivationStep> steps = Host.snapshot(container, "twin.first").steps();
    assertThat(steps).extracting(ActivationStep::name).contains("resolve", "start");
    assertThat(steps)
        .filteredOn(step -> step.name().equals("start"))
        .singleElement()
        .satisfies(
            step ->
                assertThat(step.wallNanos())
                    .as("the step in which the plugin was held")
                    .isGreaterThanOrEqualTo(opened - entered));
    assertThat(steps.stream().mapToLong(ActivationStep::wallNanos).sum())
        .as("all steps, within the lookup")
        .isPositive()
        .isLessThanOrEqualTo(all);
  }

  @Test
  void measuresTheCpuTimeOfStepsWhereTheHostSaysSo() {
    host.install("twin.first").property("latent.cpu.times", "true");
    PluginContainer container = host.start();
    container.services().require(Greeter.class);

    assertThat(Host.snapshot(container, "twin.first").steps())
        .isNotEmpty()
        .allMatch(step -> step.cpuNanos() >= 0);
  }

  @Test
  void leavesTheContextClassLoaderOfTheCallerAsItWas() {
    host.install("twin.first");
    PluginContainer container = host.start();
    ClassLoader mine = new ClassLoader(getClass().getClassLoader()) {};
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(mine);
    try {
      container.services().require(Greeter.class);

      assertThat(thread.getContextClassLoader()).isSameAs(mine);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void activatesAgainAfterAStop() {
    host.install("twin.first");
    PluginContainer container = host.start();
    ServiceHandle<Greeter> handle = container.services().handles(Greeter.class).get(0);
    Greeter first = handle.get();

    container.admin().stop(Host.id(container, "twin.first"));

    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.REGISTERED);
    assertThat(handle.peek()).isEmpty();
    assertThat(Trace.events("stop ")).containsExactly("stop twin.first");
    Greeter second = container.services().require(Greeter.class);
    assertThat(second).isNotSameAs(first);
    assertThat(handle.get()).isSameAs(second);
    assertThat(Trace.events("start ")).hasSize(2);
  }

  @Test
  void stopsWhatNobodyUsesWhereTheHostSaysSo() throws Exception {
    host.install("twin.first");
    CountDownLatch stopped = new CountDownLatch(1);
    PluginContainer container =
        host.start(
            host.builder()
                .idleLimit(Duration.ofMillis(40))
                .listener(
                    transition -> {
                      if (transition.from() == PluginState.STOPPING) {
                        stopped.countDown();
                      }
                    }));
    ServiceHandle<Greeter> handle = container.services().handles(Greeter.class).get(0);
    WeakReference<ClassLoader> loader =
        new WeakReference<>(handle.get().getClass().getClassLoader());

    assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(Trace.events("stop ")).contains("stop twin.first");
    for (int i = 0; i < 40 && loader.get() != null; i++) {
      System.gc();
    }
    assertThat(loader.get()).as("the loader of a plugin that was idle").isNull();
    assertThat(handle.get().greet("x")).isEqualTo("twin.first 1.0.0: x");
  }

  @Test
  void stopsInTheReverseOrderOfActivation() {
    host.install("twin.first", "twin.second", "twin.tie");
    PluginContainer container = host.start();
    container.services().require(Greeter.class, "(language=fr)");
    container.services().require(Greeter.class, "(language=en)");
    container.services().require(Greeter.class, "(language=de)");

    container.close();
    container.close();

    assertThat(Trace.events("stop "))
        .containsExactly("stop twin.second", "stop twin.first", "stop twin.tie");
  }

  @Test
  void closesInBoundedTimeThoughAPluginDoesNotStop() {
    host.install("twin.first", "twin.second");
    PluginContainer container = host.start(host.builder().stopLimit(Duration.ofMillis(200)));
    container.services().require(Greeter.class, "(language=de)");
    container.services().require(Greeter.class, "(language=en)");
    Gate.close("twin.first.stop");
    long begin = System.nanoTime();

    container.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    assertThat(Trace.events("stop ")).containsExactly("stop twin.first", "stop twin.second");
    assertThat(host.notices())
        .anySatisfy(line -> assertThat(line).startsWith("twin.first 1.0.0: ").contains("did not "));
  }

  @Test
  void reportsAPluginWhoseStopThrows() {
    host.install("twin.first").property("twin.first.stop.fails", "true");
    PluginContainer container = host.start();
    container.services().require(Greeter.class);

    container.admin().stop(Host.id(container, "twin.first"));

    assertThat(Host.state(container, "twin.first")).isEqualTo(PluginState.REGISTERED);
    assertThat(Host.problems(container))
        .contains("stop.leftover twin.first.jar: twin.first 1.0.0: ")
        .contains("twin.first was told to fail when it stops");
  }

  @Test
  void refusesLookupsAfterClose() {
    host.install("twin.first");
    PluginContainer container = host.start();
    ServiceHandle<Greeter> handle = container.services().handles(Greeter.class).get(0);

    container.close();

    assertThatThrownBy(handle::get).hasMessageContaining("closed");
    assertThatThrownBy(() -> container.services().require(Greeter.class))
        .hasMessageContaining("closed");
    assertThat(Trace.events()).isEmpty();
  }

  @Test
  void activatesWhatAnotherPluginLooksUpWhenItStarts() {
    host.install("twin.first", "twin.needy", "twin.second");
    PluginContainer container = host.start();

    container.services().require(Renderer.class);

    assertThat(Trace.events("start ")).containsExactly("start twin.needy", "start twin.first");
    assertThat(Host.active(container)).containsExactly("twin.first", "twin.needy");
  }
}
