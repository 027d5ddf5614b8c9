package dev.latent.demo.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.demo.standin.RealDemo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who converts with the real plugins. */
@Timeout(300)
class RealConversionTests {

  @TempDir Path directory;

  @Test
  void aConversionActivatesExactlyWhatItNeedsAndSaysWhyWithoutNoise() throws Exception {
    RealDemo.run(directory, "actions"); // makes the index, and tells when that takes long
    RealDemo.Run run = RealDemo.run(directory, "convert", "sample.md", "out.pdf");
    assertThat(run.err())
        .isEqualTo("There is no sample.md here; taking the sample of that name.\n");
    assertThat(run.exitCode()).isZero();
    assertThat(
            Files.readString(
                directory.resolve("out.pdf"), java.nio.charset.StandardCharsets.ISO_8859_1))
        .startsWith("%PDF-");
    assertThat(run.out())
        .startsWith("out.pdf: ")
        .contains(" bytes by Markdown to PDF (openhtmltopdf-core ")
        .containsPattern(
            "ready in \\d+ ms; activated 3 of \\d+ plugins in \\d+ ms; the action took")
        .containsPattern("\\d ms  Markdown to PDF +you ran it\n")
        .containsPattern("\\d ms  slf4j-nop +slf4j-api looks for a SLF4JServiceProvider\n")
        .containsPattern(
            "\\d ms  aries\\.spifly\\.dynamic\\.bundle +needed by .slf4j-api., for its ServiceLoader\n");
  }

  @Test
  void aComponentWakesTheComponentRuntimeAndALayerNothingElse() throws Exception {
    assertThat(RealDemo.run(directory, "convert", "ferries.csv", "a.json").out())
        .contains("activated 2 of ")
        .containsPattern("felix\\.scr +needed by .Table to JSON., which is a component\n");
    assertThat(RealDemo.run(directory, "convert", "ferries.csv", "a.xlsx").out())
        .contains("activated 1 of ")
        .containsPattern("Table to spreadsheet +you ran it\n");
  }

  @Test
  void whatLibrariesLogIsShownOnDemand() throws Exception {
    RealDemo.Run run = RealDemo.run(directory, "convert", "sample.md", "out.pdf", "--verbose");
    assertThat(run.err()).contains("spifly").contains("com.openhtmltopdf");
  }

  @Test
  void ofTwoActionsThePreferredOneIsTakenAndTheOtherIsTold() throws Exception {
    RealDemo.Run run = RealDemo.run(directory, "convert", "sample.md", "out.html");
    assertThat(run.out()).contains("by Markdown to web page (commonmark ");
    assertThat(run.err())
        .contains(
            "Taking markdown-html. For 'Markdown to page with contents' say --action"
                + " markdown-book\n");
  }
}
