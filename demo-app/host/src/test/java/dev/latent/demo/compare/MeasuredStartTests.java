package dev.latent.demo.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.demo.standin.RealDemo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One start of the real demo, with the real plugins, in a process of its own. */
@Timeout(180)
class MeasuredStartTests {

  @TempDir Path directory;

  @Test
  void noClassOfAPluginIsLoadedWhenReadyAndAConversionActivatesFew() throws Exception {
    RealDemo.Run run =
        RealDemo.run(
            directory, "--measure", "lazy", "--state", directory.resolve("state").toString());
    String text = run.out() + run.err();
    Figures figures =
        Figures.parse(
            text.lines()
                .filter(Figures::isLine)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No figures in:\n" + text)));
    assertThat(figures.registered()).isGreaterThan(100);
    assertThat(figures.pluginClassesAtReady()).isZero();
    assertThat(figures.pluginClasses()).isPositive();
    assertThat(figures.active()).isBetween(1L, 10L);
    assertThat(figures.failed()).isZero();
  }
}
