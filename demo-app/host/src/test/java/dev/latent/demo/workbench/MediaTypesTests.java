package dev.latent.demo.workbench;

import static org.assertj.core.api.Assertions.assertThat;

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
  void badgesAreShort() {
    assertThat(MediaTypes.shortName("text/markdown")).isEqualTo("MD");
    assertThat(MediaTypes.shortName("image/jpeg")).isEqualTo("JPG");
    assertThat(MediaTypes.shortName("application/x-odd")).isEqualTo("x-odd");
  }
}
