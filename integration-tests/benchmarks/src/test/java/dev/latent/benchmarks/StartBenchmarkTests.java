package dev.latent.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartBenchmarkTests {

  @TempDir Path directory;

  @Test
  void eachSystemLooksTheSamePluginsUpAndIsReported() throws Exception {
    Path page = Files.writeString(directory.resolve("page.md"), "# Page\n");
    BenchmarkOptions options =
        BenchmarkOptions.parse(
            "--counts", "3",
            "--rounds", "1",
            "--work", directory.resolve("work").toString(),
            "--out", directory.resolve("start.json").toString(),
            "--docs", page.toString());

    // Throws if the checksums of two systems differ.
    List<CountResult> results = new StartBenchmark(options).run();

    assertThat(results).hasSize(1);
    assertThat(results.get(0).systems())
        .extracting(SystemResult::system)
        .containsExactly(MeasuredSystem.values());
    assertThat(results.get(0).systems())
        .allSatisfy(
            result -> {
              assertThat(result.failure()).as("failure of %s", result.system()).isEmpty();
              assertThat(result.samples()).hasSize(1);
              SystemResult.Sample sample = result.samples().get(0);
              assertThat(sample.ready()).isPositive().isLessThanOrEqualTo(sample.first());
              assertThat(sample.first()).isLessThanOrEqualTo(sample.ten());
              assertThat(result.weight()).isPresent();
            });

    new StartReport(options, Machine.current(), results).write();

    assertThat(page)
        .content()
        .startsWith("# Page\n\n<!-- start-benchmark -->\n## Start\n")
        .contains("### 3 plugins", "| `latent-equinox` |")
        .endsWith("<!-- end -->\n")
        .doesNotContain("is left out", directory.toString());
    assertThat(directory.resolve("start.json")).content().contains("\"name\" : \"latent-felix\"");
    assertThat(directory.resolve("start.md")).content().startsWith("## Start\n");
  }

  @Test
  void anotherChecksumFailsTheRun() {
    StartBenchmark.Checksums checksums = new StartBenchmark.Checksums();
    checksums.check(MeasuredSystem.FELIX, run(5, 7));
    checksums.check(MeasuredSystem.EQUINOX, run(5, 7));

    assertThatThrownBy(() -> checksums.check(MeasuredSystem.LATENT_FELIX, run(5, 8)))
        .hasMessage(
            "latent-felix computed 5 and 8, but felix 5 and 7. They did not do the same work;"
                + " nothing is reported.");
  }

  @Test
  void anOldSectionOfAPageIsReplaced() {
    String page = StartReport.inserted("# Page\n", "old\n") + "\nAfter.\n";

    assertThat(StartReport.inserted(page, "new\n"))
        .isEqualTo("# Page\n\n<!-- start-benchmark -->\nnew\n<!-- end -->\n\nAfter.\n");
  }

  private static ChildRun run(long first, long ten) {
    return new ChildRun(
        List.of(new ChildRun.Line(1, "first", first), new ChildRun.Line(2, "ten", ten)));
  }
}
