package dev.latent.container.finder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.descriptor.DamagedIndex;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IndexFileTests {

  @TempDir Path base;
  private Path plugins;
  private Path index;
  private final List<IndexNotice> notices = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void twoPlugins() throws IOException {
    plugins = Files.createDirectory(base.resolve("plugins"));
    index = plugins.resolve(".latent/cache/index.bin");
    TestJars.bundle("acme.one", "1.0.0").write(plugins.resolve("one.jar"));
    TestJars.bundle("acme.two", "1.0.0").write(plugins.resolve("two.jar"));
  }

  /** Opens, checks that both plugins are there, and returns what was told. */
  private List<String> openAndClose() {
    notices.clear();
    try (FinderRegistry registry =
        FinderRegistry.builder()
            .directory(plugins)
            .cacheHome(base.resolve("cache"))
            .notices(notices::add)
            .open()) {
      assertThat(registry.plugins().all())
          .extracting(plugin -> plugin.id().name())
          .containsExactly("acme.one", "acme.two");
    }
    return notices.stream().map(IndexNotice::text).toList();
  }

  @Test
  void withoutAnIndexAllIsReadAndOneIsWritten() {
    assertThat(openAndClose())
        .containsExactly(
            "There is no index " + index + " yet; all plugins are read.",
            "Wrote the index " + index + ".");
    assertThat(openAndClose()).isEmpty();
  }

  @Test
  void aTornIndexIsMadeAgain() throws IOException {
    openAndClose();
    byte[] whole = Files.readAllBytes(index);
    Files.write(index, Arrays.copyOf(whole, whole.length / 2));

    assertThat(openAndClose())
        .containsExactly(
            "The index "
                + index
                + " can't be used, because it has "
                + whole.length / 2
                + " bytes of "
                + whole.length
                + "; it is made again from the plugins.",
            "Wrote the index " + index + ".");
    assertThat(index).hasBinaryContent(whole);
  }

  @Test
  void anIndexWithAWrongByteIsMadeAgain() throws IOException {
    openAndClose();
    byte[] whole = Files.readAllBytes(index);
    byte[] wrong = whole.clone();
    wrong[whole.length - 3] ^= 4;
    Files.write(index, wrong);

    assertThat(openAndClose().get(0)).contains("because its check sum is wrong;");
    assertThat(index).hasBinaryContent(whole);
  }

  @Test
  void openingReadsTheHeadAndTheFirstQuestionTheRest() throws IOException {
    openAndClose();
    byte[] wrong = Files.readAllBytes(index);
    wrong[wrong.length - 3] ^= 4;
    Files.write(index, wrong);
    notices.clear();

    try (FinderRegistry registry =
        FinderRegistry.builder().directory(plugins).notices(notices::add).open()) {
      assertThat(registry.statesEager()).isFalse();
      assertThat(notices).isEmpty();

      assertThat(registry.plugins().size()).isEqualTo(2);
      assertThat(notices.get(0).text()).contains("because its check sum is wrong;");
    }
    assertThat(notices).hasSize(2);
    assertThat(notices.get(1).text()).isEqualTo("Wrote the index " + index + ".");
  }

  @Test
  void whatIsEagerIsKnownFromTheHead() throws IOException {
    TestJars.bundle("acme.three", "1.0.0")
        .header("Latent-Activation", "eager")
        .write(plugins.resolve("three.jar"));
    for (int start = 0; start < 2; start++) {
      try (FinderRegistry registry = FinderRegistry.builder().directory(plugins).open()) {
        assertThat(registry.statesEager()).isTrue();
      }
    }
  }

  @Test
  void aRenamedJarIsSeenAtOnce() throws IOException {
    openAndClose();
    Files.move(plugins.resolve("one.jar"), plugins.resolve("0ne.jar"));

    assertThat(openAndClose().get(0))
        .isEqualTo("The plugins differ from the index: 1 of 2 were read.");
  }

  @Test
  void anIndexOfAnotherVersionIsMadeAgain() throws IOException {
    openAndClose();
    byte[] whole = Files.readAllBytes(index);
    byte[] other = whole.clone();
    other[11] = 77;
    Files.write(index, other);

    assertThat(openAndClose().get(0))
        .contains("because it has format 77 and this version reads 6;");
    assertThat(index).hasBinaryContent(whole);
  }

  @Test
  void aForeignFileIsKeptBeside() throws IOException {
    Files.createDirectories(index.getParent());
    Files.writeString(index, "my precious notes");

    assertThat(openAndClose())
        .containsExactly(
            "The index "
                + index
                + " can't be used, because it is not an index of Latent; the file is kept as"
                + " index.bin.set-aside; it is made again from the plugins.",
            "Wrote the index " + index + ".");
    assertThat(index.resolveSibling("index.bin.set-aside")).hasContent("my precious notes");
    assertThat(openAndClose()).isEmpty();
  }

  @Test
  void aForeignDirectoryInThePlaceOfTheIndexIsKeptBeside() throws IOException {
    Files.createDirectories(index.resolve("sub"));

    openAndClose();

    assertThat(index).isRegularFile();
    assertThat(index.resolveSibling("index.bin.set-aside/sub")).isDirectory();
    assertThat(openAndClose()).isEmpty();
  }

  @Test
  void whereTheDirectoryCanNotBeWrittenTheIndexIsKeptInTheCacheOfTheUser() throws IOException {
    // A file in the way stops every user; permissions would not stop root.
    Files.writeString(plugins.resolve(".latent"), "in the way");

    List<String> first = openAndClose();

    assertThat(first).hasSize(2);
    assertThat(first.get(1))
        .startsWith("The index can't be written to " + index + " (")
        .contains("), so it is kept as " + base.resolve("cache/latent"))
        .endsWith("index.bin.");
    assertThat(openAndClose()).isEmpty();
    assertThat(plugins.resolve(".latent")).hasContent("in the way");
  }

  @Test
  void whereNothingCanBeWrittenAllIsReadOnEachStart() throws IOException {
    Files.writeString(plugins.resolve(".latent"), "in the way");
    Files.writeString(base.resolve("cache"), "in the way");

    openAndClose();

    assertThat(openAndClose().get(1))
        .contains(") nor to ")
        .endsWith(
            "so the next start reads all plugins again. Make one of them writable or set a state"
                + " directory.");
  }

  @Test
  void aStateDirectoryKeepsTheIndexOutOfThePlugins() {
    try (FinderRegistry registry =
        FinderRegistry.builder().directory(plugins).stateDirectory(base.resolve("state")).open()) {
      assertThat(registry.awaitSaved(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(base.resolve("state/cache/index.bin")).isRegularFile();
    assertThat(plugins.resolve(".latent")).doesNotExist();
  }

  @Test
  void aDirectoryThatWasMovedKeepsItsIndex() throws IOException {
    openAndClose();
    Path moved = base.resolve("moved # 100% ü");
    Files.move(plugins, moved);
    plugins = moved;

    assertThat(openAndClose()).isEmpty();
  }

  @Test
  void leftoversOfEndedWritersAreRemoved() throws IOException {
    Files.createDirectories(index.getParent());
    Path old = Files.writeString(index.resolveSibling("index-1-2.tmp"), "half");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));
    Path fresh = Files.writeString(index.resolveSibling("index-1-3.tmp"), "half");

    openAndClose();

    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void manyProcessesOnOneDirectoryAllSeeAllPluginsAndLeaveOneGoodIndex() throws Exception {
    for (int i = 0; i < 40; i++) {
      TestJars.bundle("acme.more" + i, "1.0.0").write(plugins.resolve("x" + i + ".jar"));
    }
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path")
                      + File.pathSeparator
                      + System.getProperty("jdk.module.path", ""),
                  OpenRepeatedly.class.getName(),
                  plugins.toString())
              .redirectErrorStream(true)
              .redirectOutput(base.resolve("out" + i).toFile())
              .start());
    }
    for (int i = 0; i < 3; i++) {
      Process process = processes.get(i);
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(base.resolve("out" + i)).hasContent("42 plugins in each of 20 starts");
      assertThat(ended).isTrue();
    }

    byte[] left = Files.readAllBytes(index);
    try (Stream<Path> files = Files.list(index.getParent())) {
      assertThat(files).containsExactly(index);
    }
    Files.delete(index);
    try (FinderRegistry registry = FinderRegistry.builder().directory(plugins).open()) {
      assertThat(registry.plugins().size()).isEqualTo(42);
    }
    assertThat(index).hasBinaryContent(left);
  }

  /** Run as a child: starts again and again, half of the time after the index was deleted. */
  static final class OpenRepeatedly {

    private OpenRepeatedly() {}

    public static void main(String[] arguments) throws IOException {
      Path plugins = Path.of(arguments[0]);
      for (int i = 0; i < 20; i++) {
        List<String> problems = Collections.synchronizedList(new ArrayList<>());
        try (FinderRegistry registry =
            FinderRegistry.builder()
                .directory(plugins)
                .contentHolds(Duration.ZERO)
                .notices(
                    notice -> {
                      if (notice.kind() != IndexNotice.Kind.MISSING
                          && notice.kind() != IndexNotice.Kind.PROGRESS
                          && notice.kind() != IndexNotice.Kind.WRITTEN) {
                        problems.add(notice.text());
                      }
                    })
                .open()) {
          int size = registry.verify(registry.plugins().all()).size();
          if (size != 42) {
            problems.add(size + " plugins");
          }
        }
        if (!problems.isEmpty()) {
          System.out.println(problems);
          return;
        }
        if (i % 2 == 0 && i < 18) {
          Files.deleteIfExists(plugins.resolve(".latent/cache/index.bin"));
        }
      }
      System.out.println("42 plugins in each of 20 starts");
    }
  }

  @Test
  void whatCanNotBeDecodedThoughTheIndexIsWholeIsReadFromTheContent() throws IOException {
    openAndClose();
    byte[] whole = Files.readAllBytes(index);
    Files.write(index, DamagedIndex.of(whole));
    notices.clear();
    try (FinderRegistry registry =
        FinderRegistry.builder().directory(plugins).notices(notices::add).open()) {
      RegisteredPlugin one = registry.plugins().named("acme.one").get(0);

      assertThat(one.descriptor().headers()).containsEntry("Bundle-SymbolicName", "acme.one");

      assertThat(notices)
          .extracting(IndexNotice::text)
          .singleElement()
          .satisfies(
              text ->
                  assertThat(text)
                      .startsWith(
                          "What the index has of acme.one 1.0.0 (one.jar) can't be decoded (")
                      .endsWith("), so it is read from its content."));
      registry.verify(List.of(one));
      assertThat(registry.plugins().named("acme.one").get(0)).isNotSameAs(one);
      assertThat(registry.plugins().named("acme.two").get(0).descriptor().headers())
          .containsEntry("Bundle-SymbolicName", "acme.two");
    }
    assertThat(openAndClose()).isEmpty();
    assertThat(index).hasBinaryContent(whole);
  }

  @Test
  void attributesThatCanNotBeDecodedAreReadFromTheContent() throws IOException {
    TestJars.offering("acme.one", "1.0.0", "acme.Type", 3).write(plugins.resolve("one.jar"));
    openAndClose();
    Files.write(index, DamagedIndex.of(Files.readAllBytes(index)));
    try (FinderRegistry registry =
        FinderRegistry.builder().directory(plugins).frameworkAvailable(() -> true).open()) {
      assertThat(registry.plugins().offers("acme.Type").get(0).attributes())
          .containsEntry("maker", "acme.one");
    }
  }

  @Test
  void theBytesAreTheSameEachTimeAndHaveNoAbsolutePath() throws IOException {
    openAndClose();
    byte[] first = Files.readAllBytes(index);
    Files.delete(index);
    openAndClose();

    assertThat(Files.readAllBytes(index)).isEqualTo(first);
    assertThat(new String(first, UTF_8)).doesNotContain(base.toString());
  }
}
