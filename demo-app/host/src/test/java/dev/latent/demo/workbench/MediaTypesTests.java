package dev.latent.demo.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MediaTypesTests {

  @Test
  void theExtensionTellsTheTypeInAnyCase() {
    assertThat(MediaTypes.ofName("Notes.MD")).isEqualTo("text/markdown");
    assertThat(MediaTypes.ofName("archive.tar")).isEqualTo("application/x-tar");
    assertThat(MediaTypes.ofName("noextension")).isEqualTo("application/octet-stream");
    assertThat(MediaTypes.ofName("x.unheard")).isEqualTo("application/octet-stream");
  }

  @Test
  void textPatternsTakeTextsUnderOtherNamesToo() {
    assertThat(MediaTypes.matches("text/*", "application/json")).isTrue();
    assertThat(MediaTypes.matches("text/*", "image/svg+xml")).isTrue();
    assertThat(MediaTypes.matches("text/*", "application/pdf")).isFalse();
  }

  @Test
  void otherPatternsTakeWhatTheySay() {
    assertThat(MediaTypes.matches("image/*", "image/png")).isTrue();
    assertThat(MediaTypes.matches("image/*", "imagery/png")).isFalse();
    assertThat(MediaTypes.matches("*/*", "a/b")).isTrue();
    assertThat(MediaTypes.matches("image/png", "image/pngx")).isFalse();
  }

  @Test
  void whereTheNameDoesNotTellTheTypeTheContentDoes() {
    assertThat(MediaTypes.of("README", bytes("Read me, \u00e9"))).isEqualTo("text/plain");
    assertThat(MediaTypes.of("scan", bytes("%PDF-1.4"))).isEqualTo("application/pdf");
    assertThat(MediaTypes.of("x", new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n'}))
        .isEqualTo("image/png");
    assertThat(MediaTypes.of("x", new byte[] {0, 1, 2})).isEqualTo(MediaTypes.BINARY);
    assertThat(MediaTypes.of("x", new byte[] {(byte) 0xff, 'a'})).isEqualTo(MediaTypes.BINARY);
    assertThat(MediaTypes.of("x", new byte[0])).isEqualTo(MediaTypes.BINARY);
    assertThat(MediaTypes.of("x.csv", bytes("%PDF-1.4"))).isEqualTo("text/csv");
  }

  @Test
  void aNameThatItsContentContradictsDoesNotCount() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a};
    assertThat(MediaTypes.of("scan.pdf", png)).isEqualTo("image/png");
    assertThat(MediaTypes.of("table.xlsx", bytes("a,b\n1,2\n"))).isEqualTo("text/plain");
    assertThat(MediaTypes.of("photo.png", bytes("a,b\n"))).isEqualTo("text/plain");
    assertThat(MediaTypes.of("notes.md", png)).isEqualTo("image/png");
    assertThat(MediaTypes.of("book.xlsx", bytes("PK\u0003\u0004...")))
        .isEqualTo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assertThat(MediaTypes.of("book.docx", bytes("PK\u0003\u0004...")))
        .isEqualTo("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    assertThat(MediaTypes.of("torn.pdf", new byte[] {0, 1, 2})).isEqualTo(MediaTypes.BINARY);
    assertThat(MediaTypes.of("empty.pdf", new byte[0])).isEqualTo("application/pdf");
    assertThat(MediaTypes.of("old.txt", "K\u00fcste".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo("text/plain");
    assertThat(MediaTypes.of("video.webp", new byte[] {'R', 'I', 'F', 'F', 0}))
        .isEqualTo("image/webp");
  }

  @Test
  void theReaderIsToldOfSuchAName() {
    assertThat(MediaTypes.surprise("scan.pdf", "image/png"))
        .isEqualTo("Named as PDF, but its content is taken as PNG.");
    assertThat(MediaTypes.surprise("torn.pdf", MediaTypes.BINARY))
        .isEqualTo("Named as PDF, but its content is not.");
    assertThat(MediaTypes.surprise("scan.png", "image/png")).isEmpty();
    assertThat(MediaTypes.surprise("README", "text/plain")).isEmpty();
  }

  @Test
  void aLookAtTheBeginningOfALongTextMayEndWithinALetter() {
    assertThat(MediaTypes.of("x", bytes("a".repeat(8191) + "\u00e9"))).isEqualTo("text/plain");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void badgesAreShort() {
    assertThat(MediaTypes.shortName("text/markdown")).isEqualTo("MD");
    assertThat(MediaTypes.shortName("image/jpeg")).isEqualTo("JPG");
    assertThat(MediaTypes.shortName("application/x-odd")).isEqualTo("x-odd");
  }
}
