package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.Warmth;
import dev.latent.container.finder.HookMonitor;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.Preparation;
import dev.latent.container.runtime.RunningPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerPreparationTests {

  private static final String SUPPLIER = Supplier.class.getName();
  private static final String TRACE = "latent.test.initialised";

  @TempDir Path directory;
  private LayerHarness harness;
  private RegisteredPlugin base;
  private RegisteredPlugin plugin;
  private Path jar;

  @BeforeEach
  void compile() throws IOException {
    System.clearProperty(TRACE);
    Path baseJar =
        new PluginSources(directory, "base")
            .module("module acme.base { exports acme.base; }")
            .source("acme/base/Base.java", traced("acme.base", "public abstract class Base"))
            .jar();
    jar =
        new PluginSources(directory, "warm")
            .module(
                "module acme.warm { requires acme.base;"
                    + " provides java.util.function.Supplier with acme.warm.Give; }")
            .source("acme/warm/Other.java", traced("acme.warm", "class Other"))
            .source(
                "acme/warm/Give.java",
                traced("acme.warm", "public class Give extends acme.base.Base implements Supplier")
                    .replace("//", "public Object get() { return new Other(); }"))
            .on(baseJar)
            .jar();
    harness = new LayerHarness(directory);
    base = harness.plugins.addLayer(baseJar);
    plugin = harness.plugins.addLayer(jar);
  }

  /** A class that leaves a trace when it is initialised. */
  private static String traced(String packageName, String head) {
    return "package "
        + packageName
        + "; import java.util.function.Supplier; "
        + head.replace(" implements Supplier", " implements Supplier<Object>")
        + " { static { System.setProperty(\""
        + TRACE
        + "\", System.getProperty(\""
        + TRACE
        + "\", \"\") + \"x\"); }\n//\n}";
  }

  @AfterEach
  void close() {
    harness.close();
    System.clearProperty(TRACE);
  }

  private Set<Class<?>> loaded() throws ReflectiveOperationException {
    // What the loader has defined can only be asked class by class.
    Set<Class<?>> found = new java.util.HashSet<>();
    for (RegisteredPlugin one : List.of(base, plugin)) {
      PluginLayer layer = harness.runtime.layerOf(one);
      for (String name : List.of("acme.base.Base", "acme.warm.Give", "acme.warm.Other")) {
        Class<?> known = layer == null ? null : layer.loader().defined(name);
        if (known != null) {
          found.add(known);
        }
      }
    }
    return found;
  }

  /** Prepares as the prefetcher does, until a test says to stop. */
  private final class Request implements Preparation {

    private final RegisteredPlugin plugin;
    private final Warmth level;
    private final List<String> classes;
    private final BooleanSupplier more;
    private long read;

    Request(RegisteredPlugin plugin, Warmth level, List<String> classes, BooleanSupplier more) {
      this.plugin = plugin;
      this.level = level;
      this.classes = classes;
      this.more = more;
    }

    @Override
    public Closure closure() {
      return harness.closure(plugin);
    }

    @Override
    public Warmth level() {
      return level;
    }

    @Override
    public List<String> classes() {
      return classes;
    }

    @Override
    public boolean goOn() {
      return more.getAsBoolean();
    }

    @Override
    public void read(long count) {
      read += count;
    }
  }

  private Warmth prepare(RegisteredPlugin one, Warmth level, String... classes) {
    return harness.runtime.prepare(new Request(one, level, List.of(classes), () -> true));
  }

  private Warmth warm(Warmth level) {
    return prepare(plugin, level, "acme.warm.Give", "acme.warm.Other");
  }

  private Object give(RunningPlugin running) {
    Object service = running.service(LayerHarness.offer(plugin, SUPPLIER));
    return ((Supplier<?>) Objects.requireNonNull(service)).get();
  }

  private HookMonitor.Hook transformer() {
    return new HookMonitor.Hook(HookMonitor.Concern.CODE, "a transformer");
  }

  @Test
  void readKeepsTheBytesWithoutDefiningAClass() throws Exception {
    Request request = new Request(plugin, Warmth.READ, List.of(), () -> true);
    assertThat(harness.runtime.prepare(request)).isEqualTo(Warmth.READ);
    assertThat(request.read).isPositive();
    assertThat(harness.runtime.layerCount()).isZero();

    Files.delete(jar);
    assertThat(give(harness.activate(plugin)).getClass().getName()).isEqualTo("acme.warm.Other");
  }

  @Test
  void readingThatIsStoppedKeepsNothing() throws Exception {
    int[] asked = {0};
    Request request = new Request(plugin, Warmth.READ, List.of(), () -> ++asked[0] < 3);

    assertThat(harness.runtime.prepare(request)).isEqualTo(Warmth.COLD);
    assertThat(asked[0]).isEqualTo(3);
    assertThat(give(harness.activate(plugin))).isNotNull();
  }

  @Test
  void resolvedMakesTheLayersAndDefinesNothing() throws Exception {
    assertThat(warm(Warmth.RESOLVED)).isEqualTo(Warmth.RESOLVED);

    assertThat(harness.runtime.layerCount()).isEqualTo(2);
    assertThat(loaded()).isEmpty();
  }

  @Test
  void definedAndLinkedRunNoStaticInitialiser() throws Exception {
    assertThat(warm(Warmth.DEFINED)).isEqualTo(Warmth.DEFINED);
    assertThat(loaded())
        .extracting(Class::getName)
        .containsExactlyInAnyOrder("acme.base.Base", "acme.warm.Give", "acme.warm.Other");
    Set<Class<?>> before = loaded();
    assertThat(warm(Warmth.LINKED)).isEqualTo(Warmth.LINKED);
    assertThat(System.getProperty(TRACE)).isNull();

    assertThat(before).contains(give(harness.activate(plugin)).getClass());
    assertThat(System.getProperty(TRACE)).isEqualTo("xxx");
  }

  @Test
  void onlyClassesThatAnActivationIsKnownToLoadAreDefined() throws Exception {
    assertThat(prepare(plugin, Warmth.LINKED)).isEqualTo(Warmth.RESOLVED);
    assertThat(loaded()).isEmpty();

    assertThat(prepare(plugin, Warmth.LINKED, "acme.warm.Other")).isEqualTo(Warmth.LINKED);
    assertThat(loaded()).extracting(Class::getName).containsExactly("acme.warm.Other");
  }

  @Test
  void aRunningPluginTellsWhatItsStartAndItsFirstServiceLoaded() throws Exception {
    RunningPlugin running = harness.activate(plugin);
    Object service = running.service(LayerHarness.offer(plugin, SUPPLIER));
    List<String> loaded = running.startClasses();
    assertThat(((Supplier<?>) Objects.requireNonNull(service)).get()).isNotNull();

    assertThat(loaded).containsExactly("acme.warm.Give");
    assertThat(running.startClasses()).containsExactly("acme.warm.Give");
  }

  @Test
  void aTransformerKeepsPreparationFromDefiningClasses() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    harness.transformers.add(
        (id, name, bytes) -> {
          seen.add(name);
          return null;
        });

    assertThat(warm(Warmth.LINKED)).isEqualTo(Warmth.RESOLVED);
    assertThat(seen).isEmpty();
    assertThat(loaded()).isEmpty();

    give(harness.activate(plugin));
    assertThat(seen)
        .containsExactlyInAnyOrder("acme.warm.Give", "acme.base.Base", "acme.warm.Other");
  }

  @Test
  void aTransformerThatComesWhileClassesAreDefinedMakesThemWorthless() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    int[] asked = {0};
    BooleanSupplier hookComes =
        () -> {
          // Other is defined when this is asked before Give.
          if (++asked[0] == 10) {
            harness.transformers.add(
                (id, name, bytes) -> {
                  seen.add(name);
                  return null;
                });
            harness.hooks.added(transformer());
          }
          return true;
        };
    harness.runtime.prepare(
        new Request(
            plugin, Warmth.LINKED, List.of("acme.warm.Other", "acme.warm.Give"), hookComes));
    assertThat(asked[0]).isGreaterThan(5);
    while (asked[0] < 10) {
      assertThat(hookComes.getAsBoolean()).isTrue();
    }

    give(harness.activate(plugin));

    assertThat(seen)
        .containsExactlyInAnyOrder("acme.warm.Give", "acme.base.Base", "acme.warm.Other");
  }

  @Test
  void discardingDefinedClassesKeepsTheBytesAndGivesNewClassesToTheActivation() throws Exception {
    warm(Warmth.DEFINED);
    Set<Class<?>> before = loaded();

    assertThat(harness.runtime.discard(plugin, Warmth.RESOLVED)).isEqualTo(Warmth.READ);
    assertThat(harness.runtime.layerCount()).isZero();

    Files.delete(jar);
    warm(Warmth.DEFINED);
    assertThat(loaded()).hasSize(3).doesNotContainAnyElementsOf(before);
    assertThat(harness.runtime.discard(plugin, Warmth.COLD)).isEqualTo(Warmth.COLD);
  }

  @Test
  void discardingWhatOthersWerePreparedOverTakesThoseBackToo() throws Exception {
    prepare(base, Warmth.DEFINED, "acme.base.Base");
    warm(Warmth.DEFINED);

    assertThat(harness.runtime.discard(base, Warmth.READ)).isEqualTo(Warmth.READ);

    assertThat(harness.runtime.layerCount()).isZero();
    assertThat(harness.runtime.discard(plugin, Warmth.LINKED)).isEqualTo(Warmth.READ);
  }

  @Test
  void whatAnActivePluginUsesIsNotDiscarded() throws Exception {
    prepare(base, Warmth.DEFINED, "acme.base.Base");
    RunningPlugin running = harness.activate(plugin);

    harness.runtime.discard(base, Warmth.COLD);
    assertThat(harness.runtime.layerCount()).isEqualTo(2);
    assertThat(loaded()).extracting(Class::getName).containsExactly("acme.base.Base");

    running.stop(Duration.ofSeconds(5));
    assertThat(harness.runtime.discard(base, Warmth.COLD)).isEqualTo(Warmth.COLD);
    assertThat(harness.runtime.layerCount()).isZero();
  }

  @Test
  void nothingIsDefinedEarlyInWhatAnActivePluginUses() throws Exception {
    Path other =
        new PluginSources(directory, "other")
            .module(
                "module acme.other { requires acme.base;"
                    + " provides java.util.function.Supplier with acme.other.Plain; }")
            .source(
                "acme/other/Over.java", "package acme.other; class Over extends acme.base.Base {}")
            .source(
                "acme/other/Plain.java",
                "package acme.other; public class Plain implements java.util.function.Supplier"
                    + "<Object> { public Object get() { return 1; } }")
            .on(directory.resolve("base.jar"))
            .jar();
    harness.activate(harness.plugins.addLayer(other));
    assertThat(loaded()).isEmpty();

    assertThat(warm(Warmth.LINKED)).isEqualTo(Warmth.DEFINED);

    // Give would bring Base into a layer that is in use.
    assertThat(loaded()).extracting(Class::getName).containsExactly("acme.warm.Other");
    assertThat(prepare(base, Warmth.LINKED, "acme.base.Base")).isEqualTo(Warmth.READ);
    assertThat(loaded()).extracting(Class::getName).containsExactly("acme.warm.Other");
    assertThat(give(harness.activate(plugin))).isNotNull();
  }

  @Test
  void aStoppedPluginBeginsAnewThoughItWasPrepared() throws Exception {
    warm(Warmth.DEFINED);
    RunningPlugin running = harness.activate(plugin);
    Class<?> first = give(running).getClass();
    running.stop(Duration.ofSeconds(5));
    assertThat(harness.runtime.layerCount()).isZero();

    Class<?> second = give(harness.activate(plugin)).getClass();
    assertThat(second).isNotSameAs(first);
    assertThat(second.getName()).isEqualTo(first.getName());
  }

  @Test
  void makingLayersForAHundredPluginsDefinesNoneOfTheirClasses() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    harness.transformers.add(
        (id, name, bytes) -> {
          seen.add(name);
          return null;
        });
    List<RegisteredPlugin> copies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      copies.add(harness.plugins.addLayer(jar));
    }
    for (RegisteredPlugin copy : copies) {
      harness.activate(copy);
    }

    assertThat(harness.runtime.layerCount()).isEqualTo(101);
    assertThat(seen).isEmpty();
  }
}
