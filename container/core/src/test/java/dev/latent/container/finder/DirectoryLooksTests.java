package dev.latent.container.finder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.Watchable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryLooksTests {

  private static final long TICK = DirectoryLooks.QUIET;

  @TempDir Path directory;
  private FinderRegistry registry;
  private DirectoryLooks looks;
  private final List<PluginSetChange> changes = new ArrayList<>();
  private long now;

  @BeforeEach
  void onePlugin() throws IOException {
    TestJars.bundle("acme.one", "1.0.0").write(directory.resolve("one.jar"));
    registry = FinderRegistry.builder().directory(directory).contentHolds(Duration.ZERO).open();
    registry.onChange(changes::add);
    looks = new DirectoryLooks(registry, registry.set().roots());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Indexing.Target target(String location) {
    return new Indexing.Target(registry.set().roots()[0], location);
  }

  private void look(String... touched) {
    now += TICK;
    Set<Indexing.Target> targets = Set.copyOf(Arrays.stream(touched).map(this::target).toList());
    looks.look(now, targets, false);
  }

  @Test
  void aJarDroppedInIsRegisteredAtTheSecondLook() throws IOException {
    TestJars.bundle("acme.two", "1.0.0").write(directory.resolve("two.jar"));

    look();
    assertThat(changes).isEmpty();
    assertThat(looks.waits()).isTrue();
    look();

    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).reason()).isEqualTo("seen in the directory: new two.jar");
    assertThat(changes.get(0).added()).containsExactly(registry.plugins().at("two.jar"));
    assertThat(looks.waits()).isFalse();
    look();
    assertThat(changes).hasSize(1);
  }

  @Test
  void aJarThatIsStillBeingCopiedIsLeftAloneUntilItIsWhole() throws IOException {
    Path outside = TestJars.bundle("acme.two", "1.0.0").write(directory.resolve(".two"));
    byte[] whole = Files.readAllBytes(outside);
    Path copy = directory.resolve("two.jar");

    for (int part = 1; part <= 4; part++) {
      Files.write(copy, Arrays.copyOf(whole, whole.length * part / 5));
      look();
      look();
      look();
    }
    assertThat(changes).isEmpty();
    assertThat(looks.copied()).containsExactly(target("two.jar"));
    Files.write(copy, whole);
    assertThat(looks.copied()).isEmpty();
    look();
    assertThat(changes).isEmpty();
    look();

    assertThat(changes).hasSize(1);
    assertThat(registry.plugins().problems()).isEmpty();
    assertThat(registry.plugins().at("two.jar").id().name()).isEqualTo("acme.two");
  }

  /**
   * More happened than the file system could tell: all is looked at, without waiting for the clock.
   */
  @Test
  void aJarCompletedWhileEventsWereLostIsTaken() throws IOException {
    Path outside = TestJars.bundle("acme.two", "1.0.0").write(directory.resolve(".two"));
    byte[] whole = Files.readAllBytes(outside);
    Path copy = Files.write(directory.resolve("two.jar"), Arrays.copyOf(whole, whole.length / 2));
    registry.refresh();
    assertThat(registry.plugins().problems()).hasSize(1);
    DirectoryEvents events = new DirectoryEvents(registry.set().roots());
    PluginWatcher watcher = new PluginWatcher(registry, registry.set().roots(), events);
    Files.write(copy, whole);
    long time = System.nanoTime();

    watcher.step(time);
    watcher.step(time + TICK);
    assertThat(registry.plugins().at("two.jar")).isNull();

    events.take(new FullKey());
    watcher.step(time + 2 * TICK);
    watcher.step(time + 3 * TICK);

    assertThat(registry.plugins().at("two.jar")).isNotNull();
    assertThat(registry.plugins().problems()).isEmpty();
  }

  @Test
  void aDirectoryThatGoesIsAProblemUntilItIsThereAgain() throws IOException {
    Path away = directory.resolveSibling(directory.getFileName() + "-away");
    assertThat(registry.awaitSaved(10, TimeUnit.SECONDS)).isTrue();
    Files.move(directory, away);
    look();

    assertThat(registry.plugins().all()).isEmpty();
    assertThat(registry.plugins().problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .isEqualTo(
                        "The plugins of directory "
                            + directory
                            + " can't be listed: it does not exist. Create it, or correct the"
                            + " path."));

    Files.move(away, directory);
    look();
    assertThat(registry.plugins().problems()).isEmpty();
  }

  /** A key of a directory in which more happened than there was room for. */
  private static final class FullKey implements WatchKey {

    @Override
    public boolean isValid() {
      return true;
    }

    @Override
    public List<WatchEvent<?>> pollEvents() {
      return List.of(
          new WatchEvent<>() {
            @Override
            public Kind<Object> kind() {
              return StandardWatchEventKinds.OVERFLOW;
            }

            @Override
            public int count() {
              return 1;
            }

            @Override
            public @Nullable Object context() {
              return null;
            }
          });
    }

    @Override
    public boolean reset() {
      return true;
    }

    @Override
    public void cancel() {}

    @Override
    public Watchable watchable() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void whatStaysBrokenIsReportedAfterFiveSeconds() throws IOException {
    Files.writeString(directory.resolve("broken.jar"), "no zip");

    for (long time = 0; time < DirectoryLooks.NEVER_WHOLE; time += TICK) {
      look();
    }
    assertThat(registry.plugins().problems()).isEmpty();
    look();
    look();

    assertThat(registry.plugins().problems())
        .extracting(problem -> problem.location())
        .containsExactly("broken.jar");
    assertThat(registry.plugins().size()).isEqualTo(1);
  }

  @Test
  void aRemovedJarIsUnregisteredAtOnce() throws IOException {
    RegisteredPlugin one = registry.plugins().at("one.jar");
    Files.delete(directory.resolve("one.jar"));

    look();

    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).reason()).isEqualTo("seen in the directory: gone one.jar");
    assertThat(changes.get(0).removed()).containsExactly(one);
    assertThat(registry.plugins().size()).isZero();
  }

  @Test
  void aReplacedJarIsReadAgain() throws IOException {
    RegisteredPlugin before = registry.plugins().at("one.jar");
    TestJars.bundle("acme.one", "2.0.0").write(directory.resolve("one.jar"));

    look("one.jar");
    look();

    assertThat(changes).hasSize(1);
    assertThat(changes.get(0).reason()).isEqualTo("seen in the directory: changed one.jar");
    assertThat(changes.get(0).replaced())
        .containsExactly(new PluginSetChange.Replacement(before, registry.plugins().at("one.jar")));
  }

  @Test
  void aTouchedJarWithTheSameContentChangesNothing() throws IOException {
    Path jar = directory.resolve("one.jar");
    Files.write(jar, Files.readAllBytes(jar));

    look("one.jar");
    look();

    assertThat(changes).isEmpty();
    assertThat(looks.waits()).isFalse();
  }

  @Test
  void filesThatAreNoPluginsAreNotWaitedFor() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "a note");
    Files.createDirectory(directory.resolve("empty"));

    look();

    assertThat(changes).isEmpty();
    assertThat(looks.waits()).isFalse();
  }

  @Test
  void theRealWatcherSeesAJarDroppedInAndEndsWhenClosed() throws Exception {
    LinkedBlockingQueue<PluginSetChange> seen = new LinkedBlockingQueue<>();
    registry.onChange(seen::add);
    registry.watch();
    registry.watch();
    TestJars.bundle("acme.two", "1.0.0").write(directory.resolve("two.jar"));

    PluginSetChange change = seen.poll(30, TimeUnit.SECONDS);

    assertThat(change).isNotNull();
    assertThat(change.added()).extracting(plugin -> plugin.id().name()).containsExactly("acme.two");
    registry.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("latent-watcher");
  }
}
