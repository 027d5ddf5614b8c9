package dev.latent.container.runtime.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.container.finder.RegisteredPlugin;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several containers over the same state directory. */
final class StorageTests {

  @TempDir private Path directory;
  private RuntimeHarness first;
  private RuntimeHarness second;

  @BeforeEach
  void open() {
    first = new RuntimeHarness(directory.resolve("state"));
    second = new RuntimeHarness(directory.resolve("state"));
  }

  @AfterEach
  void close() {
    second.close();
    first.close();
  }

  private RegisteredPlugin add(RuntimeHarness harness) throws Exception {
    return harness.plugins.add(
        RuntimeHarness.bundle("acme.two", RuntimeHarness.COUNT, "runs", "").writeTo(directory));
  }

  @Test
  void saysWhoHoldsTheStorageAndWorksWithoutData() throws Exception {
    RegisteredPlugin plugin = add(first);
    assertThat(first.call(plugin)).isEqualTo(1);
    assertThat(first.problems).isEmpty();

    RegisteredPlugin beside = add(second);
    assertThat(second.call(beside)).isEqualTo(1);

    assertThat(second.problems)
        .containsExactly(
            "framework.storage: The bundles of this container start without their data, and what"
                + " they write to their data areas now is deleted when it closes: the framework"
                + " storage in "
                + directory.resolve("state")
                + " is in use by another container of this process ("
                + ProcessHandle.current().pid()
                + "). Close that first, or give this container a state directory of its own, with"
                + " stateDirectory(...) or latent.state.directory.");
    second.restart();
    assertThat(second.call(beside)).isEqualTo(1);
    first.restart();
    assertThat(first.call(plugin)).isEqualTo(2);
  }

  @Test
  void namesAnotherProcessByItsLockFile() throws Exception {
    Path lock =
        Files.createDirectories(first.storage().getParent())
            .resolve(first.storage().getFileName() + ".lock");
    try (FileChannel other =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = other.lock()) {
      assertThat(held.isValid()).isTrue();
      Files.writeString(lock, "4711");
      assertThat(first.call(add(first))).isEqualTo(1);
    }

    assertThat(first.problems).hasSize(1);
    assertThat(first.problems.get(0)).contains(" is in use by process 4711. Close that first, ");
  }

  @Test
  void seesAnUpdateThatCameWhileItRanAndThatNobodyNoticed() throws Exception {
    RegisteredPlugin plugin = add(first);
    assertThat(first.call(plugin)).isEqualTo(1);
    RegisteredPlugin updated =
        first.plugins.replace(
            plugin,
            RuntimeHarness.bundle("acme.two", RuntimeHarness.COUNT, "runs + \" updated\"", "")
                .header("Export-Package", "acme.two")
                .writeTo(directory));
    Path user =
        TestBundle.named("acme.user").header("Import-Package", "acme.two").writeTo(directory);
    RegisteredPlugin importer = first.plugins.add(user);

    first.restart();

    first.activate(importer);
    assertThat(first.call(updated)).isEqualTo("2 updated");
  }

  @Test
  void takesNoDataOfAContainerThatDiedBesideAnother() throws Exception {
    assertThat(first.call(add(first))).isEqualTo(1);
    Path left = Path.of(first.storage() + "-2").resolve("left/by/a/crash");
    Files.createDirectories(left);

    assertThat(second.call(add(second))).isEqualTo(1);

    assertThat(left).doesNotExist();
  }
}
