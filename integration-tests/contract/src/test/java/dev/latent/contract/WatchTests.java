package dev.latent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import acme.api.Greeter;
import dev.latent.container.PluginContainer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The plugin directory is watched once the host is ready. */
class WatchTests {

  @RegisterExtension final Host host = new Host();

  @Test
  void noticesByItselfWhatIsDroppedInReplacedAndRemoved() throws Exception {
    host.install("twin.second");
    PluginContainer container = host.start();
    container.ready();

    host.install("twin.first");
    host.awaitNotice("added twin.first 1.0.0");
    assertThat(container.services().require(Greeter.class).greet("x"))
        .isEqualTo("twin.first 1.0.0: x");

    host.replace("twin.first", "twin.first-2");
    host.awaitNotice("updated twin.first 1.0.0 to twin.first 2.0.0");
    assertThat(container.services().require(Greeter.class).greet("x"))
        .isEqualTo("twin.first 2.0.0: x");

    host.remove("twin.first");
    host.awaitNotice("removed twin.first 2.0.0");
    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.second ");
  }

  @Test
  void leavesAJarAloneUntilItIsWhole() throws Exception {
    PluginContainer container = host.start();
    container.ready();
    byte[] bytes = Files.readAllBytes(Host.copy("twin.first", host.root().resolve("coming")));
    Path jar = host.directory().resolve("twin.first.jar");
    int half = bytes.length / 2;

    try (FileChannel out =
        FileChannel.open(jar, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(bytes, 0, half));
      host.install("twin.second");
      host.awaitNotice("added twin.second 1.0.0");
      assertThat(container.services().handles(Greeter.class))
          .extracting(handle -> handle.plugin().name())
          .containsExactly("twin.second");
      out.write(ByteBuffer.wrap(bytes, half, bytes.length - half));
    }

    host.awaitNotice("added twin.first 1.0.0");
    assertThat(container.services().require(Greeter.class).greet("x")).startsWith("twin.first ");
    assertThat(Host.problems(container)).isEmpty();
  }
}
