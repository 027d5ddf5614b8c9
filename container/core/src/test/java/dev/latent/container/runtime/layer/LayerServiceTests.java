package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationException;
import dev.latent.api.ServiceInstance;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Providers, activators, and what a plugin leaves behind. */
class LayerServiceTests {

  private static final String SUPPLIER = Supplier.class.getName();

  @TempDir Path directory;

  private Path provider(String body) throws IOException {
    return new PluginSources(directory, "give")
        .source("acme/give/Give.java", "package acme.give; " + body)
        .file("META-INF/services/" + SUPPLIER, "acme.give.Give\n")
        .header("Automatic-Module-Name", "acme.give")
        .jar();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "class Give implements java.util.function.Supplier<Object> {"
            + " public Object get() { return 1; } }"
            + "|it is not public. Make the class public.",
        "public class Give { }"
            + "|it is not a java.util.function.Supplier. Implement the service type, or correct the"
            + " provides clause.",
        "public abstract class Give implements java.util.function.Supplier<Object> { }"
            + "|it is abstract. Name a concrete class, or add a public static method provider().",
        "public class Give implements java.util.function.Supplier<Object> { Give() {}"
            + " public Object get() { return 1; } }"
            + "|it has no public constructor without parameters. Add one, or a public static method"
            + " provider().",
        "public class Give implements java.util.function.Supplier<Object> { public Give() {"
            + " throw new IllegalStateException(\"broken\"); } public Object get() { return 1; } }"
            + "|its code failed with java.lang.IllegalStateException: broken. The cause says where;"
            + " repair the plugin.",
        "public class Give implements java.util.function.Supplier<Object> {"
            + " static int n = Integer.parseInt(\"x\"); public Object get() { return n; } }"
            + "|its code failed with java.lang.ExceptionInInitializerError. A static initialiser"
            + " failed with java.lang.NumberFormatException: For input string: \"x\" in"
            + " acme.give.Give line 1. The class can't be used until the plugin is stopped and"
            + " activated again.",
      })
  void aProviderThatCanNotBeUsedSaysWhyAndWhatToDo(String body, String reason) throws IOException {
    Path jar = provider(body);
    try (LayerHarness harness = new LayerHarness(directory)) {
      RegisteredPlugin plugin = harness.plugins.addLayer(jar);
      RunningPlugin running = harness.activate(plugin);
      ServiceOffer offer = LayerHarness.offer(plugin, SUPPLIER);

      String message =
          "Plugin acme.give 0.0.0: provider acme.give.Give of service"
              + " java.util.function.Supplier can't be used: "
              + reason;
      assertThatThrownBy(() -> running.service(offer))
          .isInstanceOf(ActivationException.class)
          .hasMessage(message);
    }
  }

  @Test
  void aProviderClassThatIsNotThereIsNamed() throws IOException {
    Path jar =
        new PluginSources(directory, "gone")
            .source("acme/gone/Other.java", "package acme.gone; class Other {}")
            .file("META-INF/services/" + SUPPLIER, "acme.gone.Give\n")
            .header("Automatic-Module-Name", "acme.gone")
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      RegisteredPlugin plugin = harness.plugins.addLayer(jar);
      RunningPlugin running = harness.activate(plugin);

      assertThatThrownBy(() -> running.service(LayerHarness.offer(plugin, SUPPLIER)))
          .hasMessage(
              "Plugin acme.gone 0.0.0: provider acme.gone.Give of service"
                  + " java.util.function.Supplier can't be used: there is no such class in the"
                  + " plugin. Class acme.gone.Give is in a package of acme.gone 0.0.0 itself but not"
                  + " in its jar. Build the jar again.");
    }
  }

  @Test
  void aMissingClassIsTracedToThePluginThatHasItsPackage() throws IOException {
    Path library =
        new PluginSources(directory, "library")
            .module("module acme.library { exports acme.library; }")
            .source("acme/library/Lib.java", "package acme.library; public class Lib {}")
            .jar();
    Path jar =
        new PluginSources(directory, "give")
            .source(
                "acme/give/Give.java",
                "package acme.give; public class Give implements"
                    + " java.util.function.Supplier<Object> { final Object lib = new"
                    + " acme.library.Lib(); public Object get() { return lib; } }")
            .file("META-INF/services/" + SUPPLIER, "acme.give.Give\n")
            .header("Automatic-Module-Name", "acme.give")
            .onClassPath(library)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(library);
      RegisteredPlugin plugin = harness.plugins.addLayer(jar);
      RunningPlugin running = harness.activate(plugin);

      assertThatThrownBy(() -> running.service(LayerHarness.offer(plugin, SUPPLIER)))
          .hasMessageContaining("its code failed with java.lang.NoClassDefFoundError")
          .hasMessageEndingWith(
              "Class acme.library.Lib is in a package of acme.library 0.0.0, which acme.give 0.0.0"
                  + " neither requires nor imports. Add that to its module-info or manifest.");
    }
  }

  @Test
  void aStaticProviderMethodIsPreferredInAModule() throws IOException {
    Path jar =
        new PluginSources(directory, "method")
            .module(
                "module acme.method { provides java.util.function.Supplier with acme.method.Maker; }")
            .source(
                "acme/method/Maker.java",
                "package acme.method; public class Maker { public static"
                    + " java.util.function.Supplier<String> provider() { ClassLoader context ="
                    + " Thread.currentThread().getContextClassLoader(); return () ->"
                    + " String.valueOf(context); } }")
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      RegisteredPlugin plugin = harness.plugins.addLayer(jar);
      ClassLoader before = Thread.currentThread().getContextClassLoader();
      Object service = harness.activate(plugin).service(LayerHarness.offer(plugin, SUPPLIER));

      assertThat(((Supplier<?>) service).get()).isEqualTo("loader of acme.method 0.0.0");
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }
  }

  @Test
  void aPrototypeGivesEachUserAnInstanceThatIsClosedOnReturn() throws IOException {
    Path jar =
        provider(
            "public class Give implements java.util.function.Supplier<Object>, AutoCloseable {"
                + " boolean closed; public Object get() { return closed; }"
                + " public void close() { closed = true; } }");
    try (LayerHarness harness = new LayerHarness(directory)) {
      RegisteredPlugin plugin = harness.plugins.addLayer(jar);
      RunningPlugin running = harness.activate(plugin);
      ServiceOffer single = LayerHarness.offer(plugin, SUPPLIER);
      ServiceOffer prototype =
          new ServiceOffer(
              single.kind(),
              single.source(),
              single.where(),
              single.types(),
              single.attributes(),
              0,
              "prototype",
              single.provider(),
              single.component());

      ServiceInstance<Object> first = running.instance(prototype);
      ServiceInstance<Object> second = running.instance(prototype);
      ServiceInstance<Object> shared = running.instance(single);
      first.close();
      first.close();
      shared.close();

      assertThat(first.get()).isNotSameAs(second.get());
      assertThat(((Supplier<?>) first.get()).get()).isEqualTo(true);
      assertThat(((Supplier<?>) second.get()).get()).isEqualTo(false);
      assertThat(shared.get()).isSameAs(running.service(single));
      assertThat(((Supplier<?>) shared.get()).get()).isEqualTo(false);
    }
  }

  private static Path moduleOfTheTests(String name) {
    return Path.of(
        ModuleLayer.boot()
            .configuration()
            .findModule(name)
            .orElseThrow()
            .reference()
            .location()
            .orElseThrow());
  }

  private Path activator(String start, String stop) throws IOException {
    return new PluginSources(directory, "life")
        .module(
            "module acme.life { requires dev.latent.api;"
                + " provides dev.latent.api.PluginActivator with acme.life.Life; }")
        .source(
            "acme/life/Life.java",
            "package acme.life; import dev.latent.api.*; public class Life implements"
                + " PluginActivator { static Object kept; public void start(PluginContext context)"
                + " throws Exception { "
                + start
                + " } public void stop(PluginContext context) throws Exception { "
                + stop
                + " } }")
        .on(moduleOfTheTests("dev.latent.api"), moduleOfTheTests("org.jspecify"))
        .jar();
  }

  @Test
  void anActivatorIsStartedAtActivationAndStoppedOnce() throws IOException {
    Path jar =
        activator(
            "java.nio.file.Files.writeString(context.dataDirectory().resolve(\"log\"), \"start \");",
            "java.nio.file.Files.writeString(context.dataDirectory().resolve(\"log\"), \"stop\","
                + " java.nio.file.StandardOpenOption.APPEND);");
    try (LayerHarness harness = new LayerHarness(directory)) {
      RegisteredPlugin plugin = harness.plugins.addLayer(jar);
      RunningPlugin running = harness.activate(plugin);
      Path log = directory.resolve("acme.life/log");
      assertThat(log).hasContent("start ");

      assertThat(running.stop(Duration.ofSeconds(5))).isEmpty();
      assertThat(running.stop(Duration.ofSeconds(5))).isEmpty();
      assertThat(log).hasContent("start stop");
    }
  }

  @Test
  void anActivatorThatThrowsLeavesNothingHalfDone() throws IOException {
    Path jar = activator("throw new java.io.IOException(\"no port\");", "");
    try (LayerHarness harness = new LayerHarness(directory)) {
      RegisteredPlugin plugin = harness.plugins.addLayer(jar);

      assertThatThrownBy(() -> harness.activate(plugin))
          .isInstanceOf(ActivationException.class)
          .hasMessage(
              "Plugin acme.life 0.0.0: its activator acme.life.Life failed to start with"
                  + " java.io.IOException: no port. The cause says where; repair the plugin.")
          .hasCauseInstanceOf(IOException.class);
      assertThat(harness.runtime.layerCount()).isZero();
    }
  }

  @Test
  void aStopThatHangsIsInterruptedAndReported() throws IOException {
    Path jar = activator("", "new java.util.concurrent.CountDownLatch(1).await();");
    try (LayerHarness harness = new LayerHarness(directory)) {
      RunningPlugin running = harness.activate(harness.plugins.addLayer(jar));

      assertThat(running.stop(Duration.ofMillis(50)))
          .singleElement()
          .asString()
          .startsWith("acme.life.Life did not stop within 50 ms and was interrupted at ")
          .contains("acme.life.Life.stop(Life.java:1)");
    }
  }

  @Test
  void theMessageOfALateStopNamesTheLimitAndNotWhatWasLeftOfIt() throws IOException {
    String hangs =
        " implements dev.latent.api.PluginActivator { public void start("
            + "dev.latent.api.PluginContext c) {} public void stop(dev.latent.api.PluginContext c)"
            + " throws Exception { new java.util.concurrent.CountDownLatch(1).await(); } }";
    Path jar =
        new PluginSources(directory, "two")
            .module(
                "module acme.two { requires dev.latent.api;"
                    + " provides dev.latent.api.PluginActivator"
                    + " with acme.two.First, acme.two.Second; }")
            .source("acme/two/First.java", "package acme.two; public class First" + hangs)
            .source("acme/two/Second.java", "package acme.two; public class Second" + hangs)
            .on(moduleOfTheTests("dev.latent.api"), moduleOfTheTests("org.jspecify"))
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      RunningPlugin running = harness.activate(harness.plugins.addLayer(jar));

      assertThat(running.stop(Duration.ofMillis(50)))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).contains(" did not stop within 50 ms and was "));
    }
  }

  @Test
  void threadsAndFilesLeftBehindAreReported() throws Exception {
    Path jar =
        activator(
            "Thread t = new Thread(() -> { try { new java.util.concurrent.CountDownLatch(1).await();"
                + " } catch (InterruptedException e) { } }, \"acme-left\"); t.setDaemon(true);"
                + " t.start(); kept = new java.io.FileOutputStream("
                + "context.dataDirectory().resolve(\"open.txt\").toFile());",
            "");
    try (LayerHarness harness = new LayerHarness(directory)) {
      RunningPlugin running = harness.activate(harness.plugins.addLayer(jar));
      List<String> left = running.stop(Duration.ofSeconds(5));
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().equals("acme-left")) {
          thread.interrupt();
          thread.join(10_000);
        }
      }

      assertThat(left)
          .anyMatch(
              line -> line.startsWith("Plugin acme.life 0.0.0 left thread acme-left running: "));
      assertThat(left)
          .anyMatch(
              line ->
                  line.startsWith("Plugin acme.life 0.0.0 left file ")
                      && line.endsWith("open.txt open. Close it when the plugin stops."));
    }
  }

  private WeakReference<ClassLoader> loaderAfterStop(LayerHarness harness, boolean keep)
      throws IOException {
    Path jar =
        provider(
            "public class Give implements java.util.function.Supplier<Object> {"
                + " public Object get() { return this; } }");
    RegisteredPlugin plugin = harness.plugins.addLayer(jar);
    RunningPlugin running = harness.activate(plugin);
    Object service = running.service(LayerHarness.offer(plugin, SUPPLIER));
    if (keep) {
      kept = service;
    }
    WeakReference<ClassLoader> loader = new WeakReference<>(service.getClass().getClassLoader());
    running.stop(Duration.ofSeconds(5));
    return loader;
  }

  private Object kept = "nothing";

  private static boolean collected(WeakReference<?> reference, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      System.gc();
      if (reference.refersTo(null)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  @Test
  void theLoaderOfAStoppedPluginCanBeCollected() throws IOException {
    try (LayerHarness harness = new LayerHarness(directory)) {
      WeakReference<ClassLoader> loader = loaderAfterStop(harness, false);

      assertThat(collected(loader, Duration.ofSeconds(20))).isTrue();
    }
  }

  @Test
  void aServiceThatIsKeptKeepsTheLoader() throws IOException {
    try (LayerHarness harness = new LayerHarness(directory)) {
      WeakReference<ClassLoader> loader = loaderAfterStop(harness, true);

      assertThat(collected(loader, Duration.ofSeconds(1))).isFalse();
      assertThat(kept.getClass().getClassLoader()).isSameAs(loader.get());
    }
  }
}
