package dev.latent.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More than a hundred bundles as published, in Latent and in Felix alone. */
@Timeout(300)
class PublishedBundlesTests {

  private static final Path BUNDLES = Path.of("target", "bundles");
  private static final Path PAGE = Path.of("..", "..", "docs", "real-bundles.md");
  private static final String BEGIN = "<!-- table -->\n";
  private static final String END = "<!-- end of table -->";
  private static final long LIMIT_SECONDS = 240;

  @TempDir private static Path directory;
  private static Map<String, Seen> bare = Map.of();
  private static Map<String, Seen> deferred = Map.of();

  @BeforeAll
  static void runBoth() throws Exception {
    Path plugins = Files.createDirectories(directory.resolve("plugins"));
    try (Stream<Path> jars = Files.list(BUNDLES)) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, plugins.resolve(jar.getFileName()));
      }
    }
    ProbeBundle.writeTo(plugins);
    Process first = start(BareRun.class, plugins, "bare");
    Process second = start(DeferredRun.class, plugins, "deferred");
    bare = result(first, "bare");
    deferred = result(second, "deferred");
  }

  private static Process start(Class<?> main, Path plugins, String name) throws Exception {
    Path scratch = Files.createDirectories(directory.resolve(name));
    Files.createDirectories(scratch.resolve("load"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            plugins.toString(),
            scratch.toString(),
            directory.resolve(name + ".seen").toString())
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target", name + ".log").toFile())
        .start();
  }

  private static Map<String, Seen> result(Process process, String name) throws Exception {
    Path log = Path.of("target", name + ".log");
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(name + " did not end. It said:\n" + Files.readString(log));
    }
    assertThat(process.exitValue()).as("%s said: %s", name, Files.readString(log)).isZero();
    return Seen.read(directory.resolve(name + ".seen"));
  }

  @Test
  void moreThanAHundredBundlesAreCompared() {
    assertThat(bare).hasSizeGreaterThan(100);
    assertThat(deferred.keySet()).containsExactlyElementsOf(bare.keySet());
    assertThat(bare.values().stream().map(Seen::state).distinct())
        .contains(Seen.ACTIVE, Seen.ATTACHED, Seen.UNRESOLVED);
    assertThat(bare.values().stream().filter(seen -> seen.closure().size() > 3).count())
        .isGreaterThan(20);
  }

  @Test
  void indexClosureWiringAndStatesAreThoseOfTheBareFramework() {
    assertThat(differences().values())
        .filteredOn(difference -> !difference.what().isEmpty())
        .isEmpty();
  }

  @Test
  void whatABundleLacksIsNamed() {
    assertThat(bare.values())
        .filteredOn(seen -> !seen.resolves())
        .allSatisfy(
            seen -> {
              String lacks = Page.missing(seen);
              assertThat(lacks).as(seen.message()).isNotEmpty();
              assertThat(deferred.get(seen.name()).message())
                  .contains(lacks.substring(lacks.indexOf(' ') + 1));
            });
  }

  /** Run with {@code -Dpublished.page=write} to write the table anew. */
  @Test
  void thePageInTheDocsHasTheTable() throws Exception {
    String page = Files.readString(PAGE);
    String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    String after = page.substring(page.indexOf(END));
    String made = before + "\n" + Page.table(bundles(), differences()) + after;
    if ("write".equals(System.getProperty("published.page"))) {
      Files.writeString(PAGE, made);
    }
    assertThat(PAGE).hasContent(made);
  }

  /** All but ours. */
  private static List<Seen> bundles() {
    return bare.values().stream()
        .filter(seen -> !seen.name().startsWith(ProbeBundle.NAME))
        .toList();
  }

  private static Map<String, Difference> differences() {
    Map<String, Difference> differences = new TreeMap<>();
    for (Seen seen : bundles()) {
      differences.put(seen.name(), Difference.of(seen, deferred.get(seen.name()), bare));
    }
    return differences;
  }
}
