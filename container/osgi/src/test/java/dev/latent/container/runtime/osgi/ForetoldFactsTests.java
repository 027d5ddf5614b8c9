package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.admin.Problem;
import dev.latent.container.PluginContainer;
import dev.latent.container.descriptor.Capability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a framework that never ran. */
@Timeout(60)
final class ForetoldFactsTests {

  /** What nobody is told of what was foretold: a framework is asked, or nobody requires it. */
  private static final List<String> ASKED =
      List.of("osgi.identity", "osgi.native", "eclipse.platform", "equinox.module.data");

  @TempDir private Path directory;

  private Path plugins() throws Exception {
    return Files.createDirectories(directory.resolve("plugins"));
  }

  private PluginContainer inspecting() throws Exception {
    return PluginContainer.builder()
        .plugins(plugins())
        .stateDirectory(directory.resolve("state"))
        .framework(ReferenceWorld.FRAMEWORK)
        .inspectOnly(true)
        .build();
  }

  /** Whether a framework ran: it leaves behind what it said. */
  private boolean booted() throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.anyMatch(file -> file.toString().endsWith(".facts"));
    }
  }

  /** As texts that can be compared, the order of attributes apart. */
  private static Set<String> texts(List<Capability> capabilities) {
    Set<String> texts = new TreeSet<>();
    for (Capability capability : capabilities) {
      if (!ASKED.contains(capability.namespace())) {
        TreeMap<String, String> attributes = new TreeMap<>();
        capability
            .attributes()
            .forEach(
                (name, value) ->
                    attributes.put(
                        name,
                        value.getClass() == String.class ? "'" + value + "'" : value.toString()));
        TreeMap<String, String> directives = new TreeMap<>();
        capability
            .directives()
            .forEach((name, value) -> directives.put(name, value.replaceAll("\\s+", "")));
        texts.add(capability.namespace() + " " + attributes + " " + directives);
      }
    }
    return texts;
  }

  @Test
  void whatIsForetoldIsWhatTheFrameworkSaysWhenItIsUp() throws Exception {
    try (ReferenceWorld world = new ReferenceWorld(plugins(), directory.resolve("state"))) {
      List<Capability> foretold =
          Objects.requireNonNull(
              new ForetoldFacts(ReferenceWorld.KIND, world.environment()).capabilities());
      List<Capability> said =
          SystemFacts.of(world.framework().context().getBundle(0)).capabilities();

      assertThat(texts(foretold)).containsExactlyInAnyOrderElementsOf(texts(said));
      assertThat(texts(foretold)).anyMatch(text -> text.contains("'acme.hosted'"));
    }
  }

  private void write(String name, String... headers) throws Exception {
    TestBundle bundle = TestBundle.named(name);
    for (int i = 0; i < headers.length; i += 2) {
      bundle.header(headers[i], headers[i + 1]);
    }
    bundle.writeTo(plugins());
  }

  @Test
  void checkBootsNoFrameworkToKnowWhatTheHostGives() throws Exception {
    write("acme.one", "Export-Package", "acme.words;version=1.0");
    write("acme.two", "Export-Package", "acme.words;version=2.0");
    write("acme.user", "Import-Package", "acme.words,javax.xml.parsers,org.osgi.framework");
    write("acme.wrong", "Import-Package", "javax.xml.nowhere");
    write("acme.new", "Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"");
    try (PluginContainer container = inspecting()) {
      List<Problem> problems = container.admin().check();

      assertThat(problems)
          .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
          .extracting(problem -> problem.plugin().orElseThrow().name())
          .containsExactlyInAnyOrder("acme.wrong", "acme.new");
      assertThat(container.admin().whyNot("acme.user")).isNotEmpty();
      assertThat(booted()).isFalse();
    }
  }

  @Test
  void whatDependsOnTheMachineIsAskedOfAFramework() throws Exception {
    write("acme.any", "Require-Capability", "osgi.native;filter:=\"(osgi.native.osname=*)\"");
    write("acme.other", "Require-Capability", "osgi.native;filter:=\"(osgi.native.osname=Plan9)\"");
    try (PluginContainer container = inspecting()) {
      assertThat(container.admin().check())
          .filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
          .extracting(problem -> problem.plugin().orElseThrow().name())
          .containsExactly("acme.other");
      assertThat(booted()).isTrue();
    }
  }
}
