package dev.latent.container.finder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginId;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** An index that was kept up through any changes is, byte for byte, the one a first start makes. */
final class IncrementalIndexTests {

  @Property(tries = 25)
  void anIndexThatWasKeptUpEqualsAFreshOne(@ForAll long seed) throws IOException {
    Path base = Files.createTempDirectory("incremental");
    try {
      new Run(new Random(seed), base).run();
    } finally {
      try (Stream<Path> all = Files.walk(base)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** One history of a directory and a finder in memory. */
  private static final class Run {

    private final Random random;
    private final Path base;
    private final Path plugins;
    private final Map<String, byte[]> memory = new TreeMap<>();

    Run(Random random, Path base) throws IOException {
      this.random = random;
      this.base = base;
      this.plugins = Files.createDirectory(base.resolve("plugins"));
    }

    void run() throws IOException {
      for (int i = 0; i < 4; i++) {
        change();
      }
      for (int start = 0; start < 3; start++) {
        change();
        try (FinderRegistry registry = open(base.resolve("kept"))) {
          for (int i = 0; i < 3; i++) {
            change();
            if (random.nextBoolean()) {
              registry.refresh();
            }
            registry.verifyAll();
            assertSameFinds(registry.plugins());
          }
        }
      }
      open(base.resolve("kept")).close();
      try (FinderRegistry registry = open(base.resolve("kept"))) {
        registry.verifyAll();
        assertThat(registry.awaitSaved(20, TimeUnit.SECONDS)).isTrue();
      }
      open(base.resolve("fresh")).close();
      assertThat(base.resolve("kept/cache/index.bin"))
          .hasBinaryContent(Files.readAllBytes(base.resolve("fresh/cache/index.bin")));
    }

    /**
     * The same ids as a fresh start finds. Not more: of two contents with one id the one that came
     * first stays while the container runs.
     */
    private void assertSameFinds(PluginSet kept) {
      try (FinderRegistry fresh = openWithoutFile()) {
        PluginSet all = fresh.plugins();
        assertThat(ids(kept)).containsExactlyInAnyOrderElementsOf(ids(all));
      }
    }

    private static List<PluginId> ids(PluginSet set) {
      return set.all().stream().map(RegisteredPlugin::id).toList();
    }

    private FinderRegistry open(Path state) {
      return builder().stateDirectory(state).open();
    }

    private FinderRegistry openWithoutFile() {
      return builder().stateDirectory(base.resolve("other" + random.nextInt())).open();
    }

    private FinderRegistryBuilder builder() {
      return FinderRegistry.builder()
          .directory(plugins)
          .finder(new Delegating(this))
          .frameworkAvailable(() -> true)
          .contentHolds(Duration.ZERO);
    }

    private void change() throws IOException {
      String name = "p" + random.nextInt(6);
      TestJars jar =
          TestJars.offering(
              "acme." + "abc".charAt(random.nextInt(3)),
              "1." + random.nextInt(3) + ".0",
              "acme.Type" + random.nextInt(2),
              random.nextInt(3));
      Path file = plugins.resolve(name + (random.nextInt(4) == 0 ? ".txt" : ".jar"));
      switch (random.nextInt(6)) {
        case 0 -> Files.deleteIfExists(file);
        case 1 -> Files.writeString(file, "broken " + random.nextInt(3));
        case 2 -> memory.remove(name);
        case 3 -> memory.put(name, Files.readAllBytes(jar.write(base.resolve("scratch.jar"))));
        default -> jar.write(file);
      }
    }
  }

  /** Answers as of now, in the order of locations. */
  private record Delegating(Run run) implements PluginFinder {

    private MemoryFinder now() {
      return new MemoryFinder("memory", new LinkedHashMap<>(run.memory));
    }

    @Override
    public Optional<PluginReference> find(String location) {
      return now().find(location);
    }

    @Override
    public List<PluginReference> findAll() {
      return new ArrayList<>(now().findAll());
    }

    @Override
    public String description() {
      return "memory";
    }
  }
}
