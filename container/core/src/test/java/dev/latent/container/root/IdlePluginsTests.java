package dev.latent.container.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceHandle;
import dev.latent.container.testing.PluginJar;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that nobody uses are stopped where the host asked for it, by a clock of the test. */
class IdlePluginsTests {

  private static final int TRIES = 40;

  @TempDir private Path plugins;

  private final ManualClock clock = new ManualClock();
  private final ContainerOptions options = new ContainerOptions();
  private AssembledContainer container;

  private AssembledContainer open(String... settings) {
    options.places.add(plugins);
    options.settings.put("latent.framework", "none");
    options.settings.put("latent.idle", "10m");
    for (String setting : settings) {
      int at = setting.indexOf('=');
      options.settings.put(setting.substring(0, at), setting.substring(at + 1));
    }
    options.clock = clock;
    options.background = task -> {};
    container = AssembledContainer.assemble(options);
    return container;
  }

  @AfterEach
  void close() {
    container.close();
  }

  private void after(Duration time) {
    clock.now = clock.now.plus(time);
    Objects.requireNonNull(container.parts().idle()).look();
  }

  private PluginState state(String plugin) {
    return container.admin().plugin(plugin).orElseThrow().state();
  }

  @Test
  void aPluginThatNobodyUsedIsStoppedAndComesBackWithTheNextLookup() throws Exception {
    PluginJar.supplying("acme.one", "one").into(plugins);
    open();
    container.services().require(Supplier.class);
    after(Duration.ofSeconds(1));
    after(Duration.ofMinutes(9));
    assertThat(state("acme.one")).isEqualTo(PluginState.ACTIVE);

    after(Duration.ofMinutes(1));

    assertThat(state("acme.one")).isEqualTo(PluginState.REGISTERED);
    assertThat(container.admin().plugin("acme.one").orElseThrow().transitions())
        .last()
        .satisfies(
            transition -> assertThat(transition.cause()).isEqualTo("nobody used it for 600 s"));
    assertThat(container.services().require(Supplier.class).get()).isEqualTo("one");
    assertThat(state("acme.one")).isEqualTo(PluginState.ACTIVE);
  }

  @Test
  void theLoaderOfAnIdlePluginIsFreed() throws Exception {
    PluginJar.supplying("acme.one", "one").into(plugins);
    open();
    ServiceHandle<?> handle = container.services().handles(Supplier.class).get(0);
    WeakReference<ClassLoader> loader =
        new WeakReference<>(handle.get().getClass().getClassLoader());
    after(Duration.ofSeconds(1));
    assertThat(loader.get()).isNotNull();

    after(Duration.ofMinutes(10));

    for (int i = 0; i < TRIES && loader.get() != null; i++) {
      System.gc();
    }
    assertThat(loader.get()).isNull();
    assertThat(((Supplier<?>) handle.get()).get()).isEqualTo("one");
  }

  @Test
  void everyUseThroughAHandleCounts() throws Exception {
    PluginJar.supplying("acme.one", "one").into(plugins);
    open();
    ServiceHandle<?> handle = container.services().handles(Supplier.class).get(0);
    for (int i = 0; i < 5; i++) {
      handle.get();
      after(Duration.ofMinutes(9));
    }
    assertThat(state("acme.one")).isEqualTo(PluginState.ACTIVE);
    after(Duration.ofMinutes(9));
    assertThat(state("acme.one")).isEqualTo(PluginState.ACTIVE);

    after(Duration.ofMinutes(1));

    assertThat(state("acme.one")).isEqualTo(PluginState.REGISTERED);
  }

  @Test
  void everyLookupCounts() throws Exception {
    PluginJar.supplying("acme.one", "one").into(plugins);
    open();
    for (int i = 0; i < 5; i++) {
      container.services().require(Supplier.class);
      after(Duration.ofMinutes(9));
    }

    assertThat(state("acme.one")).isEqualTo(PluginState.ACTIVE);
  }

  @Test
  void aPluginWithAThreadOfItsOwnStaysUntilThatEnds() throws Exception {
    new PluginJar("acme.one")
        .source(
            "module-info.java",
            "module acme.one { provides java.util.function.Supplier with acme.one.Hello; }")
        .source(
            "acme/one/Hello.java",
            "package acme.one; public class Hello implements java.util.function.Supplier<Thread> {"
                + " final Thread own = new Thread(Hello::work, \"own\");"
                + " public Hello() { own.setDaemon(true); own.start(); }"
                + " public Thread get() { return own; }"
                + " static void work() { try { new java.util.concurrent.CountDownLatch(1).await(); }"
                + " catch (InterruptedException over) { } } }")
        .into(plugins);
    open();
    Thread own = (Thread) container.services().require(Supplier.class).get();
    while (own.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    after(Duration.ofSeconds(1));

    after(Duration.ofHours(1));
    assertThat(state("acme.one")).isEqualTo(PluginState.ACTIVE);

    own.interrupt();
    own.join();
    after(Duration.ofHours(1));
    assertThat(state("acme.one")).isEqualTo(PluginState.REGISTERED);
  }

  @Test
  void whatAnotherPluginWasGivenStaysAsLongAsThatOne() throws Exception {
    PluginJar.supplying("acme.one", "one").into(plugins);
    new PluginJar("acme.keeper")
        .source(
            "module-info.java",
            "module acme.keeper { requires dev.latent.api;"
                + " provides java.util.concurrent.Callable with acme.keeper.Keeper;"
                + " provides dev.latent.api.PluginActivator with acme.keeper.Start; }")
        .source(
            "acme/keeper/Keeper.java",
            "package acme.keeper; public class Keeper implements"
                + " java.util.concurrent.Callable<Object> {"
                + " public Object call() { return Start.kept.get(); } }")
        .source(
            "acme/keeper/Start.java",
            "package acme.keeper; import dev.latent.api.*; public class Start implements"
                + " PluginActivator { static java.util.function.Supplier<?> kept;"
                + " public void start(PluginContext context) {"
                + " kept = context.services().require(java.util.function.Supplier.class); } }")
        .into(plugins);
    open("latent.policy.acme.keeper=manual");
    container.services().require(Supplier.class);
    container.admin().activate(PluginId.parse("acme.keeper:0"));
    after(Duration.ofSeconds(1));

    after(Duration.ofHours(1));
    assertThat(state("acme.one")).isEqualTo(PluginState.ACTIVE);

    container.admin().stop(PluginId.parse("acme.keeper:0"));
    after(Duration.ofHours(1));
    assertThat(state("acme.one")).isEqualTo(PluginState.REGISTERED);
  }

  @Test
  void whatTheHostWantsActiveStays() throws Exception {
    PluginJar.supplying("acme.one", "one").into(plugins);
    options.settings.put("latent.policy.acme.one", ActivationPolicy.EAGER.text());
    open();

    after(Duration.ofSeconds(1));
    after(Duration.ofHours(1));

    assertThat(state("acme.one")).isEqualTo(PluginState.ACTIVE);
  }

  /** Holds a clock that only the test turns. */
  private static final class ManualClock extends Clock {

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
