package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.descriptor.Capability;
import dev.latent.container.resolve.ReferenceWiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What of the reference run is decided before a resolver is asked, and in which parts it is. */
@Timeout(60)
final class ReferencePartsTests {

  @TempDir private Path directory;
  private Path jars;

  private void write(String name, String version, String... headers) throws IOException {
    TestBundle bundle = TestBundle.named(name).header("Bundle-Version", version);
    for (int i = 0; i < headers.length; i += 2) {
      bundle.header(headers[i], headers[i + 1]);
    }
    bundle.writeTo(jars, name + version);
  }

  /** Two versions of a library, a service in two versions that goes with one, and a user. */
  private void writeContradiction(String name) throws IOException {
    for (String minor : List.of("0", "1")) {
      write(name + ".lib", "1." + minor, "Export-Package", name + ".lib;version=1." + minor);
    }
    write(
        name + ".tool",
        "1.0",
        "Export-Package",
        name + ".tool;uses:=\"" + name + ".lib\"",
        "Import-Package",
        name + ".lib;version=\"[1.0,1.1)\"");
    write(
        name + ".user",
        "1.0",
        "Import-Package",
        name + ".lib;version=1.0," + name + ".tool,plain.top,java.util");
  }

  @BeforeEach
  void write() throws IOException {
    jars = Files.createDirectories(directory.resolve("plugins"));
    write("plain.base", "1.0", "Export-Package", "plain.base", "Import-Package", "plain.base");
    write(
        "plain.top",
        "1.0",
        "Export-Package",
        "plain.top;uses:=\"plain.base\"",
        "Import-Package",
        "plain.base,java.util,nobody.has.it;resolution:=optional",
        "Provide-Capability",
        "plain.cap;plain.cap=x",
        "Require-Capability",
        "plain.cap;filter:=\"(plain.cap=x)\"",
        "Bundle-RequiredExecutionEnvironment",
        "JavaSE-17");
    write("plain.requiring", "1.0", "Require-Bundle", "plain.top;visibility:=reexport");
    write("plain.circle", "1.0", "Import-Package", "plain.round", "Export-Package", "plain.circle");
    write("plain.round", "1.0", "Import-Package", "plain.circle", "Export-Package", "plain.round");
    write("lacking", "1.0", "Import-Package", "nobody.has.it", "Export-Package", "lacking");
    write("lacking.user", "1.0", "Import-Package", "lacking");
    writeContradiction("red");
    writeContradiction("blue");
    // The framework has this one too.
    write("tracker", "1.0", "Export-Package", "org.osgi.util.tracker;version=1.9");
    write("tracker.user", "1.0", "Import-Package", "org.osgi.util.tracker,org.osgi.framework");
    write("hosting", "1.0", "Export-Package", "hosting");
    write(
        "adding", "1.0", "Fragment-Host", "hosting", "Import-Package", "plain.base,java.util.zip");
  }

  private ReferenceWorld world() {
    return new ReferenceWorld(jars, directory.resolve("state"));
  }

  private static List<Capability> hostOf(ReferenceWorld world) {
    return SystemFacts.of(world.framework().context().getBundle(0)).capabilities();
  }

  private static Set<String> names(Iterable<IndexResource> bundles) {
    Set<String> names = new TreeSet<>();
    for (IndexResource bundle : bundles) {
      names.add(Wires.id(bundle.plugin()));
    }
    return names;
  }

  @Test
  void whatNobodyCompetesForIsSettledAndTheRestFallsIntoParts() {
    try (ReferenceWorld world = world()) {
      ReferenceIndex index =
          new ReferenceIndex(
              IndexResource.ofHost(hostOf(world)),
              IndexResource.all(world.plugins()),
              ReferenceWorld.KIND);
      SettledWires settled = new SettledWires(index);

      List<Set<String>> parts = new ArrayList<>();
      settled.parts().forEach(part -> parts.add(names(part)));
      List<IndexResource> plain = new ArrayList<>(index.bundles());
      plain.removeIf(bundle -> !settled.contains(bundle));
      assertThat(names(plain))
          .containsExactly(
              "plain.base 1.0.0",
              "plain.circle 1.0.0",
              "plain.requiring 1.0.0",
              "plain.round 1.0.0",
              "plain.top 1.0.0");
      assertThat(parts)
          .containsExactlyInAnyOrder(
              Set.of("lacking 1.0.0", "lacking.user 1.0.0"),
              Set.of("tracker 1.0.0", "tracker.user 1.0.0"),
              Set.of("hosting 1.0.0", "adding 1.0.0"),
              Set.of("red.lib 1.0.0", "red.lib 1.1.0", "red.tool 1.0.0", "red.user 1.0.0"),
              Set.of("blue.lib 1.0.0", "blue.lib 1.1.0", "blue.tool 1.0.0", "blue.user 1.0.0"));
    }
  }

  @Test
  void togetherThePartsAreTheWiringOfAPlainFramework() throws Exception {
    Map<String, Set<String>> expected;
    try (PlainFramework plain =
        PlainFramework.resolved(jars, directory.resolve("plain"), ReferenceWorld.KIND)) {
      expected = plain.wires();
    }
    try (ReferenceWorld world = world()) {
      assertThat(Wires.of(world.plugins(), Objects.requireNonNull(world.reference())))
          .isEqualTo(expected);
    }
    assertThat(expected.get("red.user 1.0.0"))
        .contains("red.user 1.0.0 osgi.wiring.package red.lib -> red.lib 1.0.0");
    assertThat(expected).doesNotContainKey("lacking.user 1.0.0");
  }

  @Test
  void whatIsNotResolvedInTimeIsLeftOutAndTheRestStays() {
    try (ReferenceWorld world = world();
        ReferenceLimit limit = new ReferenceLimit(0, 0)) {
      while (!limit.over()) {
        Thread.onSpinWait();
      }
      ReferenceRun run = new ReferenceRun(ReferenceWorld.KIND, getClass().getClassLoader());

      ReferenceWiring found =
          Objects.requireNonNull(run.resolve(world.plugins(), hostOf(world), limit));

      assertThat(run.complete()).isFalse();
      assertThat(found.resolved(world.plugin("plain.top"))).isTrue();
      assertThat(found.resolved(world.plugin("red.user"))).isFalse();
    }
  }
}
