package dev.latent.demo.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One start of the real demo, with the real plugins, in a process of its own. */
@Timeout(180)
class MeasuredStartTests {

  @TempDir Path directory;

  @Test
  void noClassOfAPluginIsLoadedWhenReadyAndAConversionActivatesFew() throws Exception {
    Path plugins = Path.of("../actions/target/plugins").toRealPath();
    Path output = directory.resolve("output.txt");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dlatent.demo.home=" + Path.of("..").toRealPath(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.latent.demo.DemoMain",
            "--measure",
            "lazy",
            "--plugins",
            plugins.toString(),
            "--state",
            directory.resolve("state").toString());
    Process process =
        new ProcessBuilder(ChildProcess.withStartTime(command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output);
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
