package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lowagie.text.exceptions.BadPasswordException;
import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.PdfWriter;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is done with PDFs; the results are opened with OpenPDF, which makes none of them. */
final class PdfCases {

  private PdfCases() {}

  static List<ActionCase> all() {
    return List.of(
        ActionCase.of("pdf-text", "walk.pdf")
            .changed("first", "2")
            .check(
                (plain, changed) -> {
                  String theirs = words(MarkupCases.text(new PdfReader(sample())));
                  assertThat(words(plain.text())).hasSameSizeAs(theirs).contains("QuietCoast");
                  assertThat(changed.text()).doesNotContain("Quiet Coast").isNotBlank();
                }),
        ActionCase.of("pdf-png", "walk.pdf")
            .changed("dpi", "48")
            .changed("grey", "true")
            .check(
                (plain, changed) -> {
                  BufferedImage page = ImageCases.image(plain);
                  float inches = new PdfReader(sample()).getPageSize(1).getWidth() / 72;
                  assertThat(page.getWidth())
                      .isBetween((int) (inches * 96), (int) (inches * 96) + 1);
                  BufferedImage small = ImageCases.image(changed);
                  assertThat(small.getWidth())
                      .isBetween(page.getWidth() / 2, page.getWidth() / 2 + 1);
                  assertThat(small.getColorModel().getNumColorComponents()).isEqualTo(1);
                }),
        ActionCase.of("pdf-stamp", "walk.pdf")
            .changed("text", "PROOF")
            .check(
                (plain, changed) -> {
                  PdfReader stamped = new PdfReader(plain.content());
                  for (int page = 1; page <= stamped.getNumberOfPages(); page++) {
                    assertThat(content(stamped, page)).contains("(DRAFT) Tj");
                  }
                  assertThat(content(new PdfReader(changed.content()), 1)).contains("(PROOF) Tj");
                }),
        ActionCase.of("pdf-merge", "walk.pdf")
            .document("other", "cover.pdf")
            .changed("place", "before")
            .check(
                (plain, changed) -> {
                  int pages = new PdfReader(sample()).getNumberOfPages();
                  PdfReader merged = new PdfReader(plain.content());
                  assertThat(merged.getNumberOfPages()).isEqualTo(pages + 1);
                  var first = new com.lowagie.text.pdf.parser.PdfTextExtractor(merged);
                  assertThat(words(first.getTextFromPage(1))).contains("QuietCoast");
                  assertThat(words(first.getTextFromPage(pages + 1))).contains("arrivelater");
                  var other =
                      new com.lowagie.text.pdf.parser.PdfTextExtractor(
                          new PdfReader(changed.content()));
                  assertThat(words(other.getTextFromPage(1))).contains("arrivelater");
                }),
        ActionCase.of("pdf-lock", "walk.pdf")
            .given("password", "gull")
            .given("owner", "lighthouse")
            .changed("print", "false")
            .check(
                (plain, changed) -> {
                  assertThatThrownBy(() -> new PdfReader(plain.content()))
                      .isInstanceOf(BadPasswordException.class);
                  PdfReader open = new PdfReader(plain.content(), utf8("gull"));
                  assertThat(open.isEncrypted()).isTrue();
                  assertThat(open.getPermissions() & PdfWriter.ALLOW_PRINTING).isNotZero();
                  assertThat(open.getPermissions() & PdfWriter.ALLOW_COPY).isZero();
                  PdfReader shut = new PdfReader(changed.content(), utf8("gull"));
                  assertThat(shut.getPermissions() & PdfWriter.ALLOW_PRINTING & 4).isZero();
                }));
  }

  private static byte[] sample() {
    return ActionCase.sample("walk.pdf").content();
  }

  private static String words(String text) {
    return text.replaceAll("[^A-Za-z]", "");
  }

  private static String content(PdfReader pdf, int page) throws java.io.IOException {
    return new String(pdf.getPageContent(page), StandardCharsets.ISO_8859_1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
