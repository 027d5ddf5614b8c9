package dev.latent.container.activation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.PluginId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces of activations that a JVM did not survive. */
class ActivationMarkerTests {

  private static final PluginId PDF = PluginId.parse("acme.pdf:1");
  private static final PluginId OFFICE = PluginId.parse("acme.office:2");

  @TempDir private Path state;

  private ActivationMarker one;
  private ActivationMarker two;

  @BeforeEach
  void begin() {
    one = new ActivationMarker(state);
    two = new ActivationMarker(state);
  }

  @Test
  void whatAnotherContainerOfThisJvmActivatesIsNoDeath() throws IOException {
    one.begin(PDF);

    assertThat(two.leftBehind(true)).isEmpty();

    assertThat(files()).hasSize(1);
  }

  @Test
  void containersOfOneJvmKeepTheirMarkersApart() throws IOException {
    one.begin(PDF);
    two.begin(OFFICE);
    assertThat(files()).hasSize(2);

    two.end(OFFICE);

    assertThat(files()).hasSize(1);
    assertThat(Files.readAllLines(files().get(0))).containsExactly("acme.pdf 1.0.0");
    one.close();
    assertThat(files()).isEmpty();
  }

  @Test
  void whoeverOnlyLooksLeavesItToTheNextStart() throws IOException {
    Files.writeString(state.resolve("activating-999999999-5-x"), "acme.pdf 1.0.0\nacme.office 2");

    assertThat(one.leftBehind(false)).containsExactly("acme.pdf 1.0.0", "acme.office 2");
    assertThat(two.leftBehind(true)).containsExactly("acme.pdf 1.0.0", "acme.office 2");

    assertThat(two.leftBehind(true)).isEmpty();
    assertThat(files()).isEmpty();
  }

  /** In a container of an operating system the JVM has the same number each time. */
  @Test
  void anEarlierProcessOfTheSameNumberIsDead() throws IOException {
    long pid = ProcessHandle.current().pid();
    Files.writeString(state.resolve("activating-" + pid + "-5-x"), "acme.pdf 1.0.0");

    assertThat(one.leftBehind(true)).containsExactly("acme.pdf 1.0.0");
  }

  @Test
  void aMarkerThatIsNoneIsNamed() throws IOException {
    Path file = Files.writeString(state.resolve("activating-what"), "x");

    assertThat(one.leftBehind(true))
        .containsExactly(
            "a plugin that " + file + " does not tell (it is not named as markers are)");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(state)) {
      return all.toList();
    }
  }
}
