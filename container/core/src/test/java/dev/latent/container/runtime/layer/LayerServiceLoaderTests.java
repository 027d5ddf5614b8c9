package dev.latent.container.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.RunningPlugin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ServiceLoader} in one layer plugin finds what other layer plugins provide. */
class LayerServiceLoaderTests {

  private static final String CODEC =
      "package acme.spi; public interface Codec { String id(); default String all() {"
          + " StringBuilder text = new StringBuilder();"
          + " for (Codec each : java.util.ServiceLoader.load(Codec.class)) {"
          + " text.append(each.id()).append(' '); } return text.toString(); } }";

  @TempDir Path directory;

  private Path api = Path.of("");
  private Path zip = Path.of("");
  private Path tar = Path.of("");

  @BeforeEach
  void build() throws IOException {
    api =
        sources("spi")
            .header("Bundle-ManifestVersion", "2")
            .header("Bundle-SymbolicName", "acme.spi")
            .header("Export-Package", "acme.spi")
            .module("module acme.spi { exports acme.spi; uses acme.spi.Codec; }")
            .source("acme/spi/Codec.java", CODEC)
            .jar();
    zip = codec("zip");
    tar = codec("tar");
  }

  private PluginSources sources(String name) {
    return new PluginSources(directory, name);
  }

  private Path codec(String id) throws IOException {
    return sources(id)
        .module(
            "module acme.@ { requires acme.spi; provides acme.spi.Codec with acme.@.Own; }"
                .replace("@", id))
        .source(
            "acme/" + id + "/Own.java",
            ("package acme.@; public class Own implements acme.spi.Codec {"
                    + " public String id() { return \"@\"; } }")
                .replace("@", id))
        .on(api)
        .jar();
  }

  /** A plugin whose service is a supplier of what an expression gives. */
  private Path user(String directives, String expression) throws IOException {
    return sources("user")
        .module(
            "module acme.user { requires acme.spi; "
                + directives
                + " provides java.util.function.Supplier with acme.user.Give; }")
        .source(
            "acme/user/Give.java",
            "package acme.user; import acme.spi.Codec; import java.util.*;"
                + " import java.util.stream.*;"
                + " public class Give implements java.util.function.Supplier<Object> {"
                + " static Object ids(Iterable<Codec> all) { String text = \"\";"
                + " for (Codec each : all) { text += each.id() + \" \"; } return text.trim(); }"
                + " public Object get() { return "
                + expression
                + "; } }")
        .on(api)
        .jar();
  }

  private static Object get(LayerHarness harness, RegisteredPlugin user) {
    RunningPlugin running = harness.activate(user);
    Object service = running.service(LayerHarness.offer(user, "java.util.function.Supplier"));
    return ((Supplier<?>) service).get();
  }

  private Object get(String directives, String expression) throws IOException {
    Path user = user(directives, expression);
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(api);
      harness.plugins.addLayer(zip);
      harness.plugins.addLayer(tar);
      return get(harness, harness.plugins.addLayer(user));
    }
  }

  @Test
  void aPlainCallFindsProvidersOfOtherPluginsInReferenceOrder() throws IOException {
    assertThat(get("uses acme.spi.Codec;", "ids(ServiceLoader.load(Codec.class))"))
        .isEqualTo("zip tar");
  }

  @Test
  void aCallWithTheLoaderOfThePluginDoesAsWell() throws IOException {
    assertThat(
            get(
                "uses acme.spi.Codec;",
                "ids(ServiceLoader.load(Codec.class, Give.class.getClassLoader()))"))
        .isEqualTo("zip tar");
  }

  @Test
  void aMethodReferenceDoesAsWell() throws IOException {
    assertThat(
            get(
                "uses acme.spi.Codec;",
                "Stream.of(Codec.class).map(ServiceLoader::load).map(Give::ids).findFirst().get()"))
        .isEqualTo("zip tar");
  }

  @Test
  void aCallWithAnotherLoaderIsLeftAlone() throws IOException {
    assertThat(
            get(
                "uses acme.spi.Codec;",
                "ids(ServiceLoader.load(Codec.class, ClassLoader.getPlatformClassLoader()))"))
        .isEqualTo("");
  }

  @Test
  void aModuleThatDoesNotSayWhatItUsesIsRefusedAsByTheJdk() throws IOException {
    assertThatThrownBy(
            () -> get("uses java.util.function.Supplier;", "ids(ServiceLoader.load(Codec.class))"))
        .isInstanceOf(java.util.ServiceConfigurationError.class)
        .hasMessageContaining("module acme.user does not declare `uses`");
  }

  /** The usual shape of an API: it looks for its providers itself, and they require it. */
  @Test
  void anApiFindsTheProvidersThatRequireIt() throws IOException {
    assertThat(get("", "new Codec() { public String id() { return \"\"; } }.all().trim()"))
        .isEqualTo("zip tar");
  }

  @Test
  void aTypeThatAPluginKeepsToItselfServesWithinIt() throws IOException {
    Path user =
        sources("inward")
            .module(
                "module acme.inward { uses acme.inward.hidden.Part;"
                    + " provides acme.inward.hidden.Part with acme.inward.Own;"
                    + " provides java.util.function.Supplier with acme.inward.Give; }")
            .source(
                "acme/inward/hidden/Part.java",
                "package acme.inward.hidden; public interface Part {}")
            .source(
                "acme/inward/Own.java",
                "package acme.inward; public class Own implements acme.inward.hidden.Part {"
                    + " public String toString() { return \"own\"; } }")
            .source(
                "acme/inward/Give.java",
                "package acme.inward; public class Give implements java.util.function.Supplier<Object> {"
                    + " public Object get() { return java.util.ServiceLoader.load("
                    + "acme.inward.hidden.Part.class).findFirst().get().toString(); } }")
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      assertThat(get(harness, harness.plugins.addLayer(user))).isEqualTo("own");
    }
  }

  @Test
  void anAutomaticModuleFindsProvidersThoughItDoesNotSayWhatItUses() throws IOException {
    Path user =
        sources("plain")
            .header("Automatic-Module-Name", "acme.plain")
            .header("Import-Package", "acme.spi")
            .header("Bundle-ManifestVersion", "2")
            .header("Bundle-SymbolicName", "acme.plain")
            .file("META-INF/services/java.util.function.Supplier", "acme.plain.Give")
            .source(
                "acme/plain/Give.java",
                "package acme.plain; public class Give implements java.util.function.Supplier<Object> {"
                    + " public Object get() { return java.util.ServiceLoader.load("
                    + "acme.spi.Codec.class).findFirst().get().id(); } }")
            .onClassPath(api)
            .jar();
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(api);
      harness.plugins.addLayer(zip);

      assertThat(get(harness, harness.plugins.addLayer(user))).isEqualTo("zip");
    }
  }

  @Test
  void aProviderThatCameLaterIsFoundByTheNextCall() throws IOException {
    Path user = user("uses acme.spi.Codec;", "ids(ServiceLoader.load(Codec.class))");
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(api);
      harness.plugins.addLayer(zip);
      RegisteredPlugin using = harness.plugins.addLayer(user);
      RunningPlugin running = harness.activate(using);
      Supplier<?> service =
          (Supplier<?>) running.service(LayerHarness.offer(using, "java.util.function.Supplier"));
      assertThat(service).isNotNull();
      assertThat(service.get()).isEqualTo("zip");

      harness.changed();
      harness.plugins.addLayer(tar);

      assertThat(service.get()).isEqualTo("zip tar");
    }
  }

  @Test
  void layersOfProvidersGoWithTheirUser() throws IOException {
    Path user = user("", "new Codec() { public String id() { return \"\"; } }.all().trim()");
    try (LayerHarness harness = new LayerHarness(directory)) {
      harness.plugins.addLayer(api);
      harness.plugins.addLayer(zip);
      RegisteredPlugin using = harness.plugins.addLayer(user);
      RunningPlugin running = harness.activate(using);
      Object service = running.service(LayerHarness.offer(using, "java.util.function.Supplier"));
      assertThat(((Supplier<?>) service).get()).isEqualTo("zip");
      assertThat(harness.runtime.layerCount()).isEqualTo(3);

      running.stop(Duration.ofSeconds(5));

      assertThat(harness.runtime.layerCount()).isZero();
    }
  }

  @Test
  void theHostMayLeaveServiceLoaderAsItIs() throws IOException {
    Path user = user("uses acme.spi.Codec;", "ids(ServiceLoader.load(Codec.class))");
    try (LayerHarness harness = new LayerHarness(directory, false)) {
      harness.plugins.addLayer(api);
      harness.plugins.addLayer(zip);

      assertThat(get(harness, harness.plugins.addLayer(user))).isEqualTo("");
    }
  }
}
