package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationException;
import dev.latent.api.ResolutionException;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.LeftBehind;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How modules of plugins, of the host and of its class path come together. */
class LayerModuleTests {

  private static final String SUPPLIER = Supplier.class.getName();

  @TempDir Path directory;

  private TestPlugins sources = new TestPlugins(Path.of(""));

  @BeforeEach
  void useDirectory() {
    sources = new TestPlugins(directory);
  }

  @Test
  void aPluginGetsTheVersionThatItWasCompiledAgainst() throws IOException {
    Path old = sources.text("1.0", "old");
    Path young = sources.text("2.0", "young");
    Path user =
        sources.supplier("user", "requires acme.text;", "acme.text.Text.answer()").on(old).jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(old);
      harness.plugins.addLayer(young);

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(user))).isEqualTo("old");
    }
  }

  @Test
  void aPluginGetsTheHighestVersionWhereTheOneItKnewIsGone() throws IOException {
    Path old = sources.text("1.0", "old");
    Path user =
        sources.supplier("user", "requires acme.text;", "acme.text.Text.answer()").on(old).jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(sources.text("2.0", "young"));
      harness.plugins.addLayer(sources.text("3.0", "youngest"));

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(user))).isEqualTo("youngest");
    }
  }

  @Test
  void twoVersionsOfAModuleServeTwoUsersOfOnePlugin() throws IOException {
    Path old = sources.text("1.0", "old");
    Path young = sources.text("2.0", "young");
    Path middle =
        sources
            .of("middle")
            .module("module acme.middle { requires acme.text; exports acme.middle; }")
            .source(
                "acme/middle/Middle.java",
                "package acme.middle; public class Middle { public static String answer() {"
                    + " return acme.text.Text.answer(); } }")
            .on(old)
            .jar();
    Path user =
        sources
            .supplier(
                "user",
                "requires acme.middle; requires acme.text;",
                "acme.text.Text.answer() + \" \" + acme.middle.Middle.answer()")
            .on(young, middle)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(middle);
      harness.plugins.addLayer(old);
      harness.plugins.addLayer(young);

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(user))).isEqualTo("young old");
    }
  }

  @Test
  void readabilityIsPassedOnTransitively() throws IOException {
    Path text = sources.text("1.0", "text");
    Path facade =
        sources
            .of("facade")
            .module("module acme.facade { requires transitive acme.text; }")
            .source("acme/facade/Facade.java", "package acme.facade; class Facade {}")
            .on(text)
            .jar();
    Path user =
        sources
            .supplier("user", "requires acme.facade;", "acme.text.Text.answer()")
            .on(text, facade)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(text);
      harness.plugins.addLayer(facade);

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(user))).isEqualTo("text");
    }
  }

  @Test
  void anOptionalModuleIsUsedWhereItIsThere() throws IOException {
    Path text = sources.text("1.0", "text");
    String expression = "Class.forName(\"acme.text.Text\").getMethod(\"answer\").invoke(null)";
    Path user = sources.supplier("user", "requires static acme.text;", expression).on(text).jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(text);

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(user))).isEqualTo("text");
    }
    try (LayerHarness harness = new LayerHarness(directory)) {
      RegisteredPlugin alone = harness.plugins.addLayer(user);

      assertThatThrownBy(() -> TestPlugins.get(harness, alone))
          .hasRootCauseInstanceOf(ClassNotFoundException.class)
          .hasRootCauseMessage(
              "acme.text.Text is not visible to acme.user 0.0.0, which reads no module with"
                  + " package acme.text");
    }
  }

  @Test
  void serviceLoaderFindsProvidersInLayersThatThePluginUses() throws IOException {
    Path api =
        sources
            .of("spi")
            .module("module acme.spi { exports acme.spi; }")
            .source(
                "acme/spi/Codec.java", "package acme.spi; public interface Codec { String id(); }")
            .jar();
    Path codec =
        sources
            .of("codec")
            .module(
                "module acme.codec { requires acme.spi; provides acme.spi.Codec with acme.codec.Zip; }")
            .source(
                "acme/codec/Zip.java",
                "package acme.codec; public class Zip implements acme.spi.Codec {"
                    + " public String id() { return \"zip\"; } }")
            .on(api)
            .jar();
    Path user =
        sources
            .supplier(
                "user",
                "requires acme.spi; uses acme.spi.Codec;",
                "java.util.ServiceLoader.load(Give.class.getModule().getLayer(),"
                    + " acme.spi.Codec.class).findFirst().get().id()")
            .on(api)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(api);
      harness.plugins.addLayer(codec);

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(user))).isEqualTo("zip");
    }
  }

  @Test
  void jarsWithinAJarAreOnTheClassPathOfABundleUsedAsModule() throws IOException {
    Path inner =
        sources
            .of("inner")
            .source(
                "acme/inner/Inner.java",
                "package acme.inner; public class Inner { public static String answer() {"
                    + " return \"inner\"; } }")
            .file("acme/inner/note.txt", "a note")
            .jar();
    Path outer =
        sources
            .of("outer")
            .source(
                "acme/outer/Give.java",
                TestPlugins.give(
                    "acme.outer",
                    "acme.inner.Inner.answer() + \" \" + new String(Give.class.getClassLoader()"
                        + ".getResource(\"acme/inner/note.txt\").openStream().readAllBytes())"))
            .file("META-INF/services/" + SUPPLIER, "acme.outer.Give\n")
            .file("lib/inner.jar", Files.readAllBytes(inner))
            .header("Bundle-ManifestVersion", "2")
            .header("Bundle-SymbolicName", "acme.outer")
            .header("Bundle-ClassPath", ".,lib/inner.jar,lib/absent.jar")
            .onClassPath(inner)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(outer)))
          .isEqualTo("inner a note");
    }
  }

  @Test
  void classesForTheRunningReleaseAreTakenFromAMultiReleaseJar() throws IOException {
    Path other =
        sources
            .of("newer")
            .source(
                "acme/multi/Release.java",
                "package acme.multi; class Release { static String name() { return \"new\"; } }")
            .exploded();
    Path jar =
        sources
            .supplier("multi", "", "Release.name()")
            .source(
                "acme/multi/Release.java",
                "package acme.multi; class Release { static String name() { return \"base\"; } }")
            .file(
                "META-INF/versions/11/acme/multi/Release.class",
                Files.readAllBytes(other.resolve("acme/multi/Release.class")))
            .header("Multi-Release", "true")
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(jar))).isEqualTo("new");
    }
  }

  @Test
  void anExplodedDirectoryServesAsAPlugin() throws IOException {
    Path plugin =
        sources
            .of("a dir # with%20 spaces")
            .module("module acme.dir { provides java.util.function.Supplier with acme.dir.Give; }")
            .source(
                "acme/dir/Give.java",
                TestPlugins.give(
                    "acme.dir",
                    "new String(Give.class.getResourceAsStream(\"/note.txt\").readAllBytes())"))
            .file("note.txt", "read me")
            .exploded();
    try (LayerHarness harness = new LayerHarness(directory)) {
      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(plugin))).isEqualTo("read me");
    }
  }

  @Test
  void resourcesAreFoundByUrlWithoutLeavingTheJarOpen() throws IOException {
    Path jar =
        Files.move(
            sources
                .supplier("odd", "", "Give.class.getResource(\"/a b+c%.txt\")")
                .file("a b+c%.txt", "text")
                .jar(),
            directory.resolve("odd ünï #1+x%20.jar"));
    LayerHarness harness = new LayerHarness(directory);
    URL url;
    try (harness) {
      url = (URL) TestPlugins.get(harness, harness.plugins.addLayer(jar));
      assertThat(url.openConnection()).isInstanceOf(JarURLConnection.class);
      try (InputStream in = url.openStream()) {
        assertThat(in.readAllBytes()).asString().isEqualTo("text");
      }
      assertThat(new URL(url, "a%20b+c%25.txt").openStream().readAllBytes())
          .asString()
          .isEqualTo("text");
    }
    assertThat(LeftBehind.openFilesIn(directory)).isEmpty();
    assertThatThrownBy(url::openStream).hasMessageEndingWith("is closed, its plugin was stopped.");
  }

  @Test
  void aModuleThatIsMissingIsNamedWithWhatComesNear() throws IOException {
    Path text = sources.text("1.0", "text");
    Path user =
        sources.supplier("user", "requires acme.text;", "acme.text.Text.answer()").on(text).jar();
    Path similar =
        sources
            .of("similar")
            .module("module acme.test {}")
            .source("acme/test/T.java", "package acme.test; class T {}")
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(similar);
      RegisteredPlugin plugin = harness.plugins.addLayer(user);

      assertThatThrownBy(() -> harness.activate(plugin))
          .isInstanceOf(ResolutionException.class)
          .hasMessage(
              "Module acme.text 1.0.0 not found, required by acme.user 0.0.0. Found: acme.test"
                  + " 0.0.0. Put the missing jar into the plugin directory.");
      assertThat(harness.runtime.layerCount()).isZero();
    }
  }

  @Test
  void aFailingTransformerIsNamed() throws IOException {
    Path jar = sources.supplier("plain", "", "1").jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.transformers.add(
          (plugin, name, bytes) -> {
            throw new IllegalStateException("no such rule");
          });
      RegisteredPlugin plugin = harness.plugins.addLayer(jar);

      assertThatThrownBy(() -> TestPlugins.get(harness, plugin))
          .isInstanceOf(ActivationException.class)
          .hasMessageStartingWith(
              "Class acme.plain.Give of plugin acme.plain 0.0.0 can't be used: the class"
                  + " transformer dev.latent.container.runtime.layer.LayerModuleTests")
          .hasMessageEndingWith(
              "failed on it with java.lang.IllegalStateException: no such rule. Repair or remove"
                  + " the transformer.");
    }
  }

  @Test
  void transformersChangeClassesInTheirOrder() throws IOException {
    Path jar = sources.supplier("plain", "", "\"aaaa\"").jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.transformers.add((plugin, name, bytes) -> replaced(bytes, "aaaa", "bbbb"));
      harness.transformers.add((plugin, name, bytes) -> replaced(bytes, "bbbb", "cccc"));

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(jar))).isEqualTo("cccc");
    }
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    java.nio.charset.Charset latin = java.nio.charset.StandardCharsets.ISO_8859_1;
    return new String(bytes, latin).replace(from, to).getBytes(latin);
  }
}
