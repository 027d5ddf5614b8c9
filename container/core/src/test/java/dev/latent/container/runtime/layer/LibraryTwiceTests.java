package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.finder.RegisteredPlugin;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host and the plugins, or two plugins, have a module of one name. */
class LibraryTwiceTests {

  private static final String SUPPLIER = Supplier.class.getName();

  @TempDir Path directory;

  private TestPlugins sources = new TestPlugins(Path.of(""));

  @BeforeEach
  void useDirectory() {
    sources = new TestPlugins(directory);
  }

  /** A bundle that is a module too, which exports one class that gives an answer. */
  private PluginSources library(String name, String clauses, String expression) {
    return library(directory, name, clauses, expression);
  }

  private static PluginSources library(
      Path directory, String name, String clauses, String expression) {
    return new PluginSources(directory, name)
        .module("module acme." + name + " { " + clauses + " exports acme." + name + "; }")
        .source(
            "acme/" + name + "/Answer.java",
            "package acme."
                + name
                + "; public class Answer { public static String get() { return "
                + expression
                + "; } }")
        .header("Bundle-ManifestVersion", "2")
        .header("Bundle-SymbolicName", "acme." + name)
        .header("Export-Package", "acme." + name);
  }

  /** An automatic module that imports packages. */
  private Path automatic(String imports, String expression, Path... on) throws IOException {
    return sources
        .of("plain")
        .source("acme/plain/Give.java", TestPlugins.give("acme.plain", expression))
        .file("META-INF/services/" + SUPPLIER, "acme.plain.Give\n")
        .header("Automatic-Module-Name", "acme.plain")
        .header("Import-Package", imports)
        .onClassPath(on)
        .jar();
  }

  private LayerHarness harness(ClassLoader hostLoader) {
    return new LayerHarness(directory, hostLoader, List.of(), Duration.ofSeconds(30));
  }

  @Test
  void anAutomaticModuleReadsThePluginsCopyAndNotTheHosts() throws IOException {
    Path ofHost = library("log", "", "\"host\"").jar();
    Path hosted = library("hosted", "", "\"hosted\"").jar();
    Path ofPlugins = library(directory.resolve("p"), "log", "", "\"plugin\"").jar();
    Path middle =
        library("middle", "requires acme.hosted;", "acme.hosted.Answer.get()").on(hosted).jar();
    Path user =
        automatic(
            "acme.log,acme.middle",
            "acme.log.Answer.get() + \" \" + acme.middle.Answer.get()",
            ofPlugins,
            middle,
            hosted);
    try (URLClassLoader hostLoader =
            new URLClassLoader(new URL[] {ofHost.toUri().toURL(), hosted.toUri().toURL()});
        LayerHarness harness = harness(hostLoader)) {
      harness.plugins.addLayer(ofPlugins);
      harness.plugins.addLayer(middle);
      RegisteredPlugin plain = harness.plugins.addLayer(user);

      assertThat(TestPlugins.get(harness, plain)).isEqualTo("plugin hosted");
    }
  }

  @Test
  void aModuleThatRequiresTheHostsLibraryReadsThePluginsCopyOfWhatThatPassesOn()
      throws IOException {
    Path ofHost = sources.text("1.0", "host");
    Path hosted =
        library("hosted", "requires transitive acme.text;", "acme.text.Text.answer()")
            .on(ofHost)
            .jar();
    Path ofPlugins = new TestPlugins(directory.resolve("p")).text("2.0", "plugin");
    Path user =
        sources
            .supplier(
                "user",
                "requires acme.text; requires acme.hosted;",
                "acme.text.Text.answer() + \" \" + acme.hosted.Answer.get()")
            .on(ofHost, hosted)
            .jar();
    try (URLClassLoader hostLoader =
            new URLClassLoader(new URL[] {ofHost.toUri().toURL(), hosted.toUri().toURL()});
        LayerHarness harness = harness(hostLoader)) {
      harness.plugins.addLayer(ofPlugins);

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(user))).isEqualTo("plugin host");
    }
  }

  @Test
  void anAutomaticModuleAboveTwoVersionsOfAPluginReadsTheNearest() throws IOException {
    Path old = sources.text("1.0", "old");
    Path young = sources.text("2.0", "young");
    Path one = library("one", "requires acme.text;", "acme.text.Text.answer()").on(old).jar();
    Path two = library("two", "requires acme.text;", "acme.text.Text.answer()").on(young).jar();
    Path user =
        automatic(
            "acme.one,acme.two",
            "acme.one.Answer.get() + \" \" + acme.two.Answer.get() + \" \" + acme.text.Text.answer()",
            one,
            two,
            old);
    try (LayerHarness harness = new LayerHarness(directory)) {
      for (Path each : List.of(old, young, one, two)) {
        harness.plugins.addLayer(each);
      }

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(user)))
          .isEqualTo("old young old");
    }
  }
}
