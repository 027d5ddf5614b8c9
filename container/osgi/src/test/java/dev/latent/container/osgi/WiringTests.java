package dev.latent.container.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latent.api.PluginState;
import dev.latent.container.PluginContainer;
import dev.latent.container.runtime.osgi.TestBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings({"rawtypes", "unchecked"}) // a class literal has no type arguments
final class WiringTests {

  private static final List<String> RANGES = List.of("[1.0,1.1)", "[1.0,1.2)", "1.0", "[1.1,1.2)");

  @TempDir private Path directory;

  private Path write() throws Exception {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    Path api = directory;
    for (int minor = 0; minor < 3; minor++) {
      api =
          TestBundle.named("acme.api" + minor)
              .header("Export-Package", "acme.api;version=1." + minor)
              .source(
                  "package acme.api; public class Api { public static String version() { return \"1."
                      + minor
                      + "\"; } }")
              .writeTo(plugins);
    }
    for (int i = 0; i < RANGES.size(); i++) {
      TestBundle.named("acme.user" + i)
          .header("Import-Package", "org.osgi.framework,acme.api;version=\"" + RANGES.get(i) + "\"")
          .header("Bundle-Activator", "acme.user" + i + ".Start")
          .header(
              "Provide-Capability",
              "osgi.service;objectClass=java.util.concurrent.Callable;user=u" + i)
          .source(
              """
              package acme.user%s;
              import org.osgi.framework.*;
              public class Start implements BundleActivator {
                public void start(BundleContext context) {
                  context.registerService(
                      java.util.concurrent.Callable.class, () -> acme.api.Api.version(), null);
                }
                public void stop(BundleContext context) {}
              }
              """
                  .formatted(i))
          .compiledAgainst(api)
          .writeTo(plugins);
    }
    return plugins;
  }

  private Map<Integer, Object> lookUp(Path plugins, List<Integer> order) throws Exception {
    Map<Integer, Object> seen = new TreeMap<>();
    try (PluginContainer container = container(plugins)) {
      for (int user : order) {
        seen.put(user, container.services().require(Callable.class, "(user=u" + user + ")").call());
      }
    }
    return seen;
  }

  @Test
  void wiringDoesNotDependOnTheOrderOfLookups() throws Exception {
    Path plugins = write();
    List<Map<Integer, Object>> all = new ArrayList<>();
    for (List<Integer> order :
        List.of(List.of(0, 1, 2, 3), List.of(3, 2, 1, 0), List.of(1, 3, 0, 2))) {
      all.add(lookUp(plugins, order));
    }

    assertThat(all).containsOnly(Map.of(0, "1.0", 1, "1.1", 2, "1.2", 3, "1.1"));
  }

  private static void writeWords(Path plugins) throws Exception {
    TestBundle.named("acme.words")
        .header("Export-Package", "acme.words")
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", "acme.words.Start")
        .source(
            """
            package acme.words;
            public class Start implements org.osgi.framework.BundleActivator {
              public static boolean started;
              public void start(org.osgi.framework.BundleContext context) { started = true; }
              public void stop(org.osgi.framework.BundleContext context) {}
            }
            """)
        .writeTo(plugins);
  }

  /** Asks a class whether its bundle was started. */
  private Path writeLoader() throws Exception {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    TestBundle.named("acme.loader")
        .header("DynamicImport-Package", "*")
        .header("Import-Package", "org.osgi.framework")
        .header("Bundle-Activator", "acme.loader.Start")
        .header("Provide-Capability", "osgi.service;objectClass=java.util.concurrent.Callable")
        .source(
            """
            package acme.loader;
            public class Start implements org.osgi.framework.BundleActivator {
              public void start(org.osgi.framework.BundleContext context) {
                context.registerService(
                    java.util.concurrent.Callable.class,
                    () -> Class.forName("acme.words.Start").getField("started").get(null),
                    null);
              }
              public void stop(org.osgi.framework.BundleContext context) {}
            }
            """)
        .writeTo(plugins);
    return plugins;
  }

  private static PluginContainer container(Path plugins) {
    return PluginContainer.builder().plugins(plugins).framework(TestHost.FRAMEWORK).build();
  }

  @Test
  void whatIsImportedDynamicallyIsActivatedWithTheReason() throws Exception {
    Path plugins = writeLoader();
    writeWords(plugins);
    TestBundle.named("acme.unused").header("Export-Package", "acme.unused").writeTo(plugins);
    try (PluginContainer container = container(plugins)) {
      assertThat(container.services().require(Callable.class).call()).isEqualTo(true);
      assertThat(container.admin().plugin("acme.words").orElseThrow().state())
          .isEqualTo(PluginState.ACTIVE);
      assertThat(container.admin().why("acme.words"))
          .anyMatch(line -> line.contains("class acme.words.Start, imported dynamically"));
      assertThat(container.admin().plugin("acme.unused").orElseThrow().state())
          .isEqualTo(PluginState.REGISTERED);
    }
  }

  @Test
  void whatIsDroppedInCanBeImportedDynamicallyByWhatIsActive() throws Exception {
    Path plugins = writeLoader();
    try (PluginContainer container = container(plugins)) {
      Callable<?> loader = container.services().require(Callable.class);
      assertThatThrownBy(loader::call).isInstanceOf(ClassNotFoundException.class);

      writeWords(plugins);
      container.admin().refresh();

      assertThat(loader.call()).isEqualTo(true);
    }
  }
}
