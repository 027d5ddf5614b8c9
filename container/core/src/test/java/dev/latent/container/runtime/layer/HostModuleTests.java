package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
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

/** What plugins that are modules get from the host's class path, and what automatic ones see. */
class HostModuleTests {

  private static final String SUPPLIER = Supplier.class.getName();

  @TempDir Path directory;

  private TestPlugins sources = new TestPlugins(Path.of(""));

  @BeforeEach
  void useDirectory() {
    sources = new TestPlugins(directory);
  }

  @Test
  void aPackageThatTheHostDeclaresWinsOverAPluginThatExportsIt() throws Exception {
    PluginSources shared =
        sources
            .of("shared-api")
            .source(
                "acme/shared/Greeter.java",
                "package acme.shared; public interface Greeter { String greet(); }");
    Path onClassPath = shared.jar();
    Path api =
        sources
            .of("plugin-api")
            .module("module acme.shared { exports acme.shared; }")
            .source(
                "acme/shared/Greeter.java",
                "package acme.shared; public interface Greeter { String greet(); }")
            .jar();
    Path plugin =
        sources
            .of("greeter")
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
        sources
            .of("host-api")
            .module("module acme.host { exports acme.host; }")
            .source(
                "acme/host/Greeter.java",
                "package acme.host; public interface Greeter { String greet(); }")
            .jar();
    Path plugin =
        sources
            .of("greeter")
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
        sources
            .of("shared")
            .source("acme/host/Name.java", "package acme.host; public class Name {}")
            .jar();
    Path library =
        sources
            .of("library")
            .source(
                "acme/library/Library.java",
                "package acme.library; public class Library { public static String answer() {"
                    + " return \"library\"; } }")
            .header("Bundle-ManifestVersion", "2")
            .header("Bundle-SymbolicName", "acme.library")
            .header("Export-Package", "acme.library;version=1.2")
            .jar();
    Path user =
        sources
            .of("plain-user")
            .source(
                "acme/plain/Give.java",
                TestPlugins.give(
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
      assertThat(TestPlugins.get(harness, plain)).isEqualTo("library Nametrue");
    }
  }

  @Test
  void anAutomaticModuleThatDeclaresNothingSeesWhatIsRequiredBesideIt() throws IOException {
    Path text = sources.text("1.0", "beside");
    Path plain =
        sources
            .of("plain")
            .source(
                "acme/plain/Plain.java",
                "package acme.plain; public class Plain { public static String answer() {"
                    + " return acme.text.Text.answer(); } }")
            .header("Automatic-Module-Name", "acme.plain")
            .onClassPath(text)
            .jar();
    String answer = "acme.plain.Plain.answer()";
    Path alone = sources.supplier("alone", "requires acme.plain;", answer).on(plain).jar();
    Path both =
        sources
            .supplier("both", "requires acme.plain; requires acme.text;", answer)
            .on(plain, text)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(text);
      harness.plugins.addLayer(plain);
      RegisteredPlugin without = harness.plugins.addLayer(alone);

      assertThatThrownBy(() -> TestPlugins.get(harness, without))
          .isInstanceOf(NoClassDefFoundError.class)
          .hasRootCauseMessage(
              "acme.text.Text is not visible to acme.plain 0.0.0, which reads no module with"
                  + " package acme.text");
    }
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(text);
      harness.plugins.addLayer(plain);

      assertThat(TestPlugins.get(harness, harness.plugins.addLayer(both))).isEqualTo("beside");
    }
  }
}
