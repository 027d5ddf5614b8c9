package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.ActivationException;
import dev.latent.api.ResolutionException;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.LeftBehind;
import dev.latent.container.runtime.RunningPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How modules of plugins, of the host and of its class path come together. */
class LayerModuleTests {

  private static final String SUPPLIER = Supplier.class.getName();

  @TempDir Path directory;

  private PluginSources sources(String name) {
    return new PluginSources(directory, name);
  }

  /** A plugin that provides a supplier of what an expression gives. */
  private PluginSources supplier(String name, String moduleClauses, String expression) {
    String packageName = "acme." + name;
    return sources(name)
        .module(
            "module acme."
                + name
                + " { "
                + moduleClauses
                + " provides java.util.function.Supplier with "
                + packageName
                + ".Give; }")
        .source(packageName.replace('.', '/') + "/Give.java", give(packageName, expression));
  }

  private static String give(String packageName, String expression) {
    return "package "
        + packageName
        + "; public class Give implements java.util.function.Supplier<Object> {"
        + " public Object get() { try { return "
        + expression
        + "; } catch (Exception e) { throw new IllegalStateException(e); } } }";
  }

  private static Object get(LayerHarness harness, RegisteredPlugin plugin) {
    RunningPlugin running = harness.activate(plugin);
    return ((Supplier<?>) running.service(LayerHarness.offer(plugin, SUPPLIER))).get();
  }

  private Path text(String version, String answer) throws IOException {
    return sources("text-" + version)
        .module("module acme.text { exports acme.text; }")
        .option("--module-version", version)
        .source(
            "acme/text/Text.java",
            "package acme.text; public class Text { public static String answer() { return \""
                + answer
                + "\"; } }")
        .jar();
  }

  @Test
  void aPluginGetsTheVersionThatItWasCompiledAgainst() throws IOException {
    Path old = text("1.0", "old");
    Path young = text("2.0", "young");
    Path user = supplier("user", "requires acme.text;", "acme.text.Text.answer()").on(old).jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(old);
      harness.plugins.addLayer(young);

      assertThat(get(harness, harness.plugins.addLayer(user))).isEqualTo("old");
    }
  }

  @Test
  void aPluginGetsTheHighestVersionWhereTheOneItKnewIsGone() throws IOException {
    Path old = text("1.0", "old");
    Path user = supplier("user", "requires acme.text;", "acme.text.Text.answer()").on(old).jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(text("2.0", "young"));
      harness.plugins.addLayer(text("3.0", "youngest"));

      assertThat(get(harness, harness.plugins.addLayer(user))).isEqualTo("youngest");
    }
  }

  @Test
  void twoVersionsOfAModuleServeTwoUsersOfOnePlugin() throws IOException {
    Path old = text("1.0", "old");
    Path young = text("2.0", "young");
    Path middle =
        sources("middle")
            .module("module acme.middle { requires acme.text; exports acme.middle; }")
            .source(
                "acme/middle/Middle.java",
                "package acme.middle; public class Middle { public static String answer() {"
                    + " return acme.text.Text.answer(); } }")
            .on(old)
            .jar();
    Path user =
        supplier(
                "user",
                "requires acme.middle; requires acme.text;",
                "acme.text.Text.answer() + \" \" + acme.middle.Middle.answer()")
            .on(young, middle)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(middle);
      harness.plugins.addLayer(old);
      harness.plugins.addLayer(young);

      assertThat(get(harness, harness.plugins.addLayer(user))).isEqualTo("young old");
    }
  }

  @Test
  void readabilityIsPassedOnTransitively() throws IOException {
    Path text = text("1.0", "text");
    Path facade =
        sources("facade")
            .module("module acme.facade { requires transitive acme.text; }")
            .source("acme/facade/Facade.java", "package acme.facade; class Facade {}")
            .on(text)
            .jar();
    Path user =
        supplier("user", "requires acme.facade;", "acme.text.Text.answer()").on(text, facade).jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(text);
      harness.plugins.addLayer(facade);

      assertThat(get(harness, harness.plugins.addLayer(user))).isEqualTo("text");
    }
  }

  @Test
  void anOptionalModuleIsUsedWhereItIsThere() throws IOException {
    Path text = text("1.0", "text");
    String expression = "Class.forName(\"acme.text.Text\").getMethod(\"answer\").invoke(null)";
    Path user = supplier("user", "requires static acme.text;", expression).on(text).jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(text);

      assertThat(get(harness, harness.plugins.addLayer(user))).isEqualTo("text");
    }
    try (LayerHarness harness = new LayerHarness(directory)) {
      RegisteredPlugin alone = harness.plugins.addLayer(user);

      assertThatThrownBy(() -> get(harness, alone))
          .hasRootCauseInstanceOf(ClassNotFoundException.class)
          .hasRootCauseMessage(
              "acme.text.Text is not visible to acme.user 0.0.0, which reads no module with"
                  + " package acme.text");
    }
  }

  @Test
  void serviceLoaderFindsProvidersInLayersThatThePluginUses() throws IOException {
    Path api =
        sources("spi")
            .module("module acme.spi { exports acme.spi; }")
            .source(
                "acme/spi/Codec.java", "package acme.spi; public interface Codec { String id(); }")
            .jar();
    Path codec =
        sources("codec")
            .module(
                "module acme.codec { requires acme.spi; provides acme.spi.Codec with acme.codec.Zip; }")
            .source(
                "acme/codec/Zip.java",
                "package acme.codec; public class Zip implements acme.spi.Codec {"
                    + " public String id() { return \"zip\"; } }")
            .on(api)
            .jar();
    Path user =
        supplier(
                "user",
                "requires acme.spi; uses acme.spi.Codec;",
                "java.util.ServiceLoader.load(Give.class.getModule().getLayer(),"
                    + " acme.spi.Codec.class).findFirst().get().id()")
            .on(api)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(api);
      harness.plugins.addLayer(codec);

      assertThat(get(harness, harness.plugins.addLayer(user))).isEqualTo("zip");
    }
  }

  @Test
  void aPackageThatTheHostDeclaresWinsOverAPluginThatExportsIt() throws Exception {
    PluginSources shared =
        sources("shared-api")
            .source(
                "acme/shared/Greeter.java",
                "package acme.shared; public interface Greeter { String greet(); }");
    Path onClassPath = shared.jar();
    Path api =
        sources("plugin-api")
            .module("module acme.shared { exports acme.shared; }")
            .source(
                "acme/shared/Greeter.java",
                "package acme.shared; public interface Greeter { String greet(); }")
            .jar();
    Path plugin =
        sources("greeter")
            .module(
                "module acme.greeter { requires acme.shared;"
                    + " provides acme.shared.Greeter with acme.greeter.Hello; }")
            .source(
                "acme/greeter/Hello.java",
                "package acme.greeter; public class Hello implements acme.shared.Greeter {"
                    + " public String greet() { return \"hello\"; } }")
            .on(api)
            .jar();
    try (URLClassLoader hostLoader = new URLClassLoader(new URL[] {onClassPath.toUri().toURL()});
        LayerHarness harness =
            new LayerHarness(
                directory,
                hostLoader,
                List.of("acme.shared;version=1.0"),
                Duration.ofSeconds(30))) {
      harness.plugins.addLayer(api);
      RegisteredPlugin greeter = harness.plugins.addLayer(plugin);
      Object service =
          harness.activate(greeter).service(LayerHarness.offer(greeter, "acme.shared.Greeter"));

      assertThat(service).isInstanceOf(hostLoader.loadClass("acme.shared.Greeter"));
    }
  }

  @Test
  void hostTypesOnTheClassPathServePluginsThatRequireTheirModule() throws IOException {
    Path api =
        sources("host-api")
            .module("module acme.host { exports acme.host; }")
            .source(
                "acme/host/Greeter.java",
                "package acme.host; public interface Greeter { String greet(); }")
            .jar();
    Path plugin =
        sources("greeter")
            .module(
                "module acme.greeter { requires acme.host; uses acme.host.Greeter;"
                    + " provides acme.host.Greeter with acme.greeter.Hello; }")
            .source(
                "acme/greeter/Hello.java",
                "package acme.greeter; public class Hello implements acme.host.Greeter {"
                    + " public String greet() { return \"hello from \""
                    + " + getClass().getModule().getName(); } }")
            .on(api)
            .jar();
    try (URLClassLoader hostLoader = new URLClassLoader(new URL[] {api.toUri().toURL()});
        LayerHarness harness =
            new LayerHarness(directory, hostLoader, List.of(), Duration.ofSeconds(30))) {
      RegisteredPlugin greeter = harness.plugins.addLayer(plugin);
      RunningPlugin running = harness.activate(greeter);
      Object service = running.service(LayerHarness.offer(greeter, "acme.host.Greeter"));

      assertThat(service).isInstanceOf(hostLoader.loadClass("acme.host.Greeter"));
      assertThat(service.getClass().getModule().getDescriptor().provides()).hasSize(1);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAutomaticModuleSeesWhatItImportsAndWhatTheHostShares() throws IOException {
    Path api =
        sources("shared")
            .source("acme/host/Name.java", "package acme.host; public class Name {}")
            .jar();
    Path library =
        sources("library")
            .source(
                "acme/library/Library.java",
                "package acme.library; public class Library { public static String answer() {"
                    + " return \"library\"; } }")
            .header("Bundle-ManifestVersion", "2")
            .header("Bundle-SymbolicName", "acme.library")
            .header("Export-Package", "acme.library;version=1.2")
            .jar();
    Path user =
        sources("plain-user")
            .source(
                "acme/plain/Give.java",
                give(
                    "acme.plain",
                    "acme.library.Library.answer() + \" \" + new acme.host.Name().getClass()"
                        + ".getSimpleName() + Give.class.getModule().getDescriptor().isAutomatic()"))
            .file("META-INF/services/" + SUPPLIER, "acme.plain.Give\n")
            .header("Automatic-Module-Name", "acme.plain")
            .header("Import-Package", "acme.library;version=\"[1,2)\",acme.host")
            .onClassPath(api, library)
            .jar();
    try (URLClassLoader hostLoader = new URLClassLoader(new URL[] {api.toUri().toURL()});
        LayerHarness harness =
            new LayerHarness(
                directory, hostLoader, List.of("acme.host;version=1.0"), Duration.ofSeconds(30))) {
      RegisteredPlugin lib = harness.plugins.addLayer(library);
      RegisteredPlugin plain = harness.plugins.addLayer(user);

      assertThat(harness.closure(plain).members()).containsExactly(lib, plain);
      assertThat(get(harness, plain)).isEqualTo("library Nametrue");
    }
  }

  @Test
  void anAutomaticModuleThatDeclaresNothingSeesWhatIsRequiredBesideIt() throws IOException {
    Path text = text("1.0", "beside");
    Path plain =
        sources("plain")
            .source(
                "acme/plain/Plain.java",
                "package acme.plain; public class Plain { public static String answer() {"
                    + " return acme.text.Text.answer(); } }")
            .header("Automatic-Module-Name", "acme.plain")
            .onClassPath(text)
            .jar();
    String answer = "acme.plain.Plain.answer()";
    Path alone = supplier("alone", "requires acme.plain;", answer).on(plain).jar();
    Path both =
        supplier("both", "requires acme.plain; requires acme.text;", answer).on(plain, text).jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(text);
      harness.plugins.addLayer(plain);
      RegisteredPlugin without = harness.plugins.addLayer(alone);

      assertThatThrownBy(() -> get(harness, without))
          .isInstanceOf(NoClassDefFoundError.class)
          .hasRootCauseMessage(
              "acme.text.Text is not visible to acme.plain 0.0.0, which reads no module with"
                  + " package acme.text");
    }
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(text);
      harness.plugins.addLayer(plain);

      assertThat(get(harness, harness.plugins.addLayer(both))).isEqualTo("beside");
    }
  }

  @Test
  void jarsWithinAJarAreOnTheClassPathOfABundleUsedAsModule() throws IOException {
    Path inner =
        sources("inner")
            .source(
                "acme/inner/Inner.java",
                "package acme.inner; public class Inner { public static String answer() {"
                    + " return \"inner\"; } }")
            .file("acme/inner/note.txt", "a note")
            .jar();
    Path outer =
        sources("outer")
            .source(
                "acme/outer/Give.java",
                give(
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
      assertThat(get(harness, harness.plugins.addLayer(outer))).isEqualTo("inner a note");
    }
  }

  @Test
  void classesForTheRunningReleaseAreTakenFromAMultiReleaseJar() throws IOException {
    Path other =
        sources("newer")
            .source(
                "acme/multi/Release.java",
                "package acme.multi; class Release { static String name() { return \"new\"; } }")
            .exploded();
    Path jar =
        supplier("multi", "", "Release.name()")
            .source(
                "acme/multi/Release.java",
                "package acme.multi; class Release { static String name() { return \"base\"; } }")
            .file(
                "META-INF/versions/11/acme/multi/Release.class",
                Files.readAllBytes(other.resolve("acme/multi/Release.class")))
            .header("Multi-Release", "true")
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      assertThat(get(harness, harness.plugins.addLayer(jar))).isEqualTo("new");
    }
  }

  @Test
  void anExplodedDirectoryServesAsAPlugin() throws IOException {
    Path plugin =
        sources("a dir # with%20 spaces")
            .module("module acme.dir { provides java.util.function.Supplier with acme.dir.Give; }")
            .source(
                "acme/dir/Give.java",
                give(
                    "acme.dir",
                    "new String(Give.class.getResourceAsStream(\"/note.txt\").readAllBytes())"))
            .file("note.txt", "read me")
            .exploded();
    try (LayerHarness harness = new LayerHarness(directory)) {
      assertThat(get(harness, harness.plugins.addLayer(plugin))).isEqualTo("read me");
    }
  }

  @Test
  void resourcesAreFoundByUrlWithoutLeavingTheJarOpen() throws IOException {
    Path jar =
        Files.move(
            supplier("odd", "", "Give.class.getResource(\"/a b+c%.txt\")")
                .file("a b+c%.txt", "text")
                .jar(),
            directory.resolve("odd ünï #1+x%20.jar"));
    LayerHarness harness = new LayerHarness(directory);
    URL url;
    try (harness) {
      url = (URL) get(harness, harness.plugins.addLayer(jar));
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
    Path text = text("1.0", "text");
    Path user = supplier("user", "requires acme.text;", "acme.text.Text.answer()").on(text).jar();
    Path similar =
        sources("similar")
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
    Path jar = supplier("plain", "", "1").jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.transformers.add(
          (plugin, name, bytes) -> {
            throw new IllegalStateException("no such rule");
          });
      RegisteredPlugin plugin = harness.plugins.addLayer(jar);

      assertThatThrownBy(() -> get(harness, plugin))
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
    Path jar = supplier("plain", "", "\"aaaa\"").jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.transformers.add((plugin, name, bytes) -> replaced(bytes, "aaaa", "bbbb"));
      harness.transformers.add((plugin, name, bytes) -> replaced(bytes, "bbbb", "cccc"));

      assertThat(get(harness, harness.plugins.addLayer(jar))).isEqualTo("cccc");
    }
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    java.nio.charset.Charset latin = java.nio.charset.StandardCharsets.ISO_8859_1;
    return new String(bytes, latin).replace(from, to).getBytes(latin);
  }
}
