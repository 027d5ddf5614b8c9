package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.Warmth;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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

  @Test
  void readKeepsTheBytesWithoutDefiningAClass() throws Exception {
    assertThat(harness.runtime.prepare(harness.request(plugin), Warmth.READ))
        .isEqualTo(Warmth.READ);
    assertThat(loaded()).isEmpty();

    Files.delete(jar);
    RunningPlugin running = harness.activate(plugin);
    Object given = ((Supplier<?>) running.service(LayerHarness.offer(plugin, SUPPLIER))).get();

    assertThat(given.getClass().getName()).isEqualTo("acme.warm.Other");
  }

  @Test
  void resolvedMakesTheLayersAndDefinesNothing() throws Exception {
    assertThat(harness.runtime.prepare(harness.request(plugin), Warmth.RESOLVED))
        .isEqualTo(Warmth.RESOLVED);

    assertThat(harness.runtime.layerCount()).isEqualTo(2);
    assertThat(loaded()).isEmpty();
  }

  @Test
  void definedAndLinkedRunNoStaticInitialiser() throws Exception {
    assertThat(harness.runtime.prepare(harness.request(plugin), Warmth.DEFINED))
        .isEqualTo(Warmth.DEFINED);
    assertThat(loaded())
        .extracting(Class::getName)
        .containsExactlyInAnyOrder("acme.base.Base", "acme.warm.Give", "acme.warm.Other");
    assertThat(harness.runtime.prepare(harness.request(plugin), Warmth.LINKED))
        .isEqualTo(Warmth.LINKED);
    assertThat(System.getProperty(TRACE)).isNull();

    RunningPlugin running = harness.activate(plugin);
    assertThat(((Supplier<?>) running.service(LayerHarness.offer(plugin, SUPPLIER))).get())
        .isNotNull();
    assertThat(System.getProperty(TRACE)).isEqualTo("xxx");
  }

  @Test
  void aTransformerKeepsPreparationFromDefiningClasses() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    harness.transformers.add(
        (id, name, bytes) -> {
          seen.add(name);
          return null;
        });

    assertThat(harness.runtime.prepare(harness.request(plugin), Warmth.LINKED))
        .isEqualTo(Warmth.RESOLVED);
    assertThat(seen).isEmpty();
    assertThat(loaded()).isEmpty();
  }

  @Test
  void discardingDefinedClassesGivesNewOnesToTheNextActivation() throws Exception {
    harness.runtime.prepare(harness.request(plugin), Warmth.DEFINED);
    Set<Class<?>> before = loaded();

    assertThat(harness.runtime.discard(plugin, Warmth.READ)).isEqualTo(Warmth.COLD);
    assertThat(harness.runtime.layerCount()).isZero();

    harness.runtime.prepare(harness.request(plugin), Warmth.DEFINED);
    assertThat(loaded()).hasSize(3).doesNotContainAnyElementsOf(before);
  }

  @Test
  void whatAnActivePluginUsesIsNotDiscarded() throws Exception {
    harness.runtime.prepare(harness.request(base), Warmth.DEFINED);
    RunningPlugin running = harness.activate(plugin);

    assertThat(harness.runtime.discard(base, Warmth.COLD)).isEqualTo(Warmth.DEFINED);
    assertThat(harness.runtime.layerCount()).isEqualTo(2);

    running.stop(Duration.ofSeconds(5));
    assertThat(harness.runtime.discard(base, Warmth.COLD)).isEqualTo(Warmth.COLD);
    assertThat(harness.runtime.layerCount()).isZero();
  }

  @Test
  void aStoppedPluginBeginsAnewThoughItWasPrepared() throws Exception {
    harness.runtime.prepare(harness.request(plugin), Warmth.DEFINED);
    RunningPlugin running = harness.activate(plugin);
    Class<?> first = running.service(LayerHarness.offer(plugin, SUPPLIER)).getClass();
    running.stop(Duration.ofSeconds(5));
    assertThat(harness.runtime.layerCount()).isZero();

    Class<?> second =
        harness.activate(plugin).service(LayerHarness.offer(plugin, SUPPLIER)).getClass();
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
