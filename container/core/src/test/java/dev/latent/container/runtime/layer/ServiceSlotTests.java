package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latent.api.ActivationException;
import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginId;
import dev.latent.container.knowledge.SettingsReader;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.WaitGraph;
import dev.latent.container.runtime.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceSlotTests {

  private final WaitGraph graph = new WaitGraph();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private ServiceSlot slot(String plugin, Duration limit) {
    return new ServiceSlot(PluginId.parse(plugin + ":1"), plugin + ".Service", graph, limit);
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void manyThreadsGetOneObjectMadeOnce() throws Exception {
    ServiceSlot slot = slot("acme.a", Duration.ofSeconds(30));
    AtomicInteger made = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(16);
    List<Future<Object>> results = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      results.add(
          threads.submit(
              () -> {
                together.await(30, TimeUnit.SECONDS);
                return slot.get(
                    () -> {
                      made.incrementAndGet();
                      Thread.yield();
                      return new Object();
                    });
              }));
    }
    Set<Object> objects = ConcurrentHashMap.newKeySet();
    for (Future<Object> result : results) {
      objects.add(result.get(30, TimeUnit.SECONDS));
    }

    assertThat(objects).hasSize(1);
    assertThat(made).hasValue(1);
  }

  @Test
  void aFailureIsSeenByThoseWhoWaitAndTriedAgainByTheNext() throws Exception {
    ServiceSlot slot = slot("acme.a", Duration.ofSeconds(30));
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch fail = new CountDownLatch(1);
    Future<Object> maker =
        threads.submit(
            () ->
                slot.get(
                    () -> {
                      making.countDown();
                      await(fail);
                      throw new ActivationException(null, "no luck", null);
                    }));
    await(making);
    List<ActivationException> seen = new CopyOnWriteArrayList<>();
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread waiter =
          new Thread(
              () -> {
                try {
                  slot.get(Object::new);
                } catch (ActivationException e) {
                  seen.add(e);
                }
              });
      waiters.add(waiter);
      waiter.start();
      while (waiter.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
    fail.countDown();
    for (Thread waiter : waiters) {
      waiter.join(30_000);
    }

    ExecutionException failure =
        catchThrowableOfType(ExecutionException.class, () -> maker.get(30, TimeUnit.SECONDS));
    assertThat(failure.getCause()).hasMessage("no luck");
    assertThat(seen)
        .as("an exception of its own for each that waited, of one cause")
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allSatisfy(own -> assertThat(own).hasMessage("no luck").hasCause(failure.getCause()));
    assertThat(slot.get(() -> "luck")).isEqualTo("luck");
  }

  @Test
  void aServiceThatNeedsItselfIsAnErrorWithTheChain() {
    ServiceSlot a = slot("acme.a", Duration.ofSeconds(30));
    ServiceSlot b = slot("acme.b", Duration.ofSeconds(30));

    assertThatThrownBy(() -> a.get(() -> b.get(() -> a.get(Object::new))))
        .isInstanceOf(CircularActivationException.class)
        .hasMessage(
            "Plugin acme.a 1.0.0: acme.a.Service needs itself to be made: acme.a.Service of"
                + " acme.a 1.0.0 waits for acme.b.Service of acme.b 1.0.0 waits for acme.a.Service of acme.a 1.0.0. Look one of them up"
                + " later, for example through a deferred service.");
  }

  @Test
  void twoThreadsThatNeedEachOthersServiceAreAnsweredAtOnce() throws Exception {
    ServiceSlot a = slot("acme.a", Duration.ofMinutes(5));
    ServiceSlot b = slot("acme.b", Duration.ofMinutes(5));
    CyclicBarrier together = new CyclicBarrier(2);
    Future<Object> first = threads.submit(() -> a.get(() -> crosswise(together, b)));
    Future<Object> second = threads.submit(() -> b.get(() -> crosswise(together, a)));
    List<String> answers = new ArrayList<>();
    for (Future<Object> one : List.of(first, second)) {
      answers.add(String.valueOf(one.get(30, TimeUnit.SECONDS)));
    }

    assertThat(answers).anyMatch(answer -> answer.startsWith("circle: Plugin acme."));
    assertThat(answers).filteredOn(answer -> answer.startsWith("circle: ")).hasSize(1);
  }

  /** One thread activates a plugin and needs a service; who makes that needs the plugin. */
  @Test
  void aCircleOfAnActivationAndAServiceIsSeen() throws Exception {
    ServiceSlot slot = slot("acme.b", Duration.ofMinutes(5));
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch waited = new CountDownLatch(1);
    CountDownLatch asking = new CountDownLatch(1);
    Thread activator =
        new Thread(
            () -> {
              await(making);
              asking.countDown();
              slot.get(Object::new);
            },
            "activator");
    Activation activation = new Activation(activator);
    graph.begin(activation);
    Future<Object> maker =
        threads.submit(
            () ->
                slot.get(
                    () -> {
                      making.countDown();
                      await(waited);
                      return names(graph.await(Thread.currentThread(), activation));
                    }));
    activator.start();
    await(asking);
    while (activator.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    waited.countDown();

    assertThat(maker.get(30, TimeUnit.SECONDS))
        .isEqualTo("activation of acme.a > acme.b.Service of acme.b 1.0.0");
    activator.join(30_000);
    assertThat(activator.isAlive()).isFalse();
  }

  private static String names(@Nullable List<Work> circle) {
    return circle == null
        ? "no circle"
        : String.join(" > ", circle.stream().map(Work::name).toList());
  }

  /** Stands for the activation of a plugin. */
  private record Activation(Thread owner) implements Work {

    @Override
    public @Nullable Work outer() {
      return null;
    }

    @Override
    public String name() {
      return "activation of acme.a";
    }

    @Override
    public String line() {
      return "acme.a";
    }
  }

  private static Object crosswise(CyclicBarrier together, ServiceSlot other) {
    try {
      together.await(30, TimeUnit.SECONDS);
      return "got " + other.get(Object::new);
    } catch (CircularActivationException e) {
      return "circle: " + e.getMessage();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWaitEndsAtItsLimitAndSaysWhoHoldsTheService() throws Exception {
    endsAtItsLimit(slot("acme.a", Duration.ofMillis(50)));
  }

  @Test
  void theLimitOfActivationsIsThatOfServicesOfLayerPluginsToo() throws Exception {
    LayerRuntime runtime =
        new LayerRuntime(
            new RuntimeEnvironment(
                () -> {
                  throw new IllegalStateException("no plugins");
                },
                Path.of("state"),
                getClass().getClassLoader(),
                ModuleLayer.boot(),
                List.of(),
                "",
                Map.of(),
                new SettingsReader().api("latent.activation.limit", "50ms").read(),
                List::of,
                plugin -> {
                  throw new IllegalStateException("no needs");
                },
                graph,
                problem -> {}));
    endsAtItsLimit(runtime.slot(PluginId.parse("acme.a:1"), "acme.a.Service"));
    runtime.close(Duration.ofSeconds(1));
  }

  private static void endsAtItsLimit(ServiceSlot slot) throws Exception {
    CountDownLatch making = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread maker =
        new Thread(
            () ->
                slot.get(
                    () -> {
                      making.countDown();
                      await(end);
                      return "late";
                    }),
            "slow-maker");
    maker.start();
    await(making);

    assertThatThrownBy(() -> slot.get(Object::new))
        .isInstanceOf(ActivationException.class)
        .hasMessageStartingWith(
            "Plugin acme.a 1.0.0: acme.a.Service is not ready after 50 ms: thread slow-maker has"
                + " been making it for ")
        .hasMessageContaining("ServiceSlotTests.await")
        .hasMessageEndingWith("Try again later, or repair what it waits for.");
    end.countDown();
    maker.join(30_000);
    assertThat(slot.get(Object::new)).isEqualTo("late");
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody counted down");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
