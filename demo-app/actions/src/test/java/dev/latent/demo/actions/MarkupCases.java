package dev.latent.demo.actions;

import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.pdf.PdfReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.swing.text.MutableAttributeSet;
import javax.swing.text.html.HTML;
import javax.swing.text.html.HTMLEditorKit;
import javax.swing.text.html.parser.ParserDelegator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Markdown, AsciiDoc, web pages and templates. */
final class MarkupCases {

  private MarkupCases() {}

  static List<ActionCase> all() {
    return List.of(
        ActionCase.of("markdown-html", "coastal-walk.md")
            .changed("style", "plain")
            .changed("tables", "false")
            .check(
                (plain, changed) -> {
                  Document page = Jsoup.parse(plain.text());
                  assertThat(page.select("h2").eachText())
                      .containsExactly("What to carry", "The stages", "A note for the curious");
                  assertThat(page.select("td")).hasSize(12);
                  assertThat(page.select("style")).hasSize(1);
                  Document bare = Jsoup.parse(changed.text());
                  assertThat(bare.select("style, td")).isEmpty();
                  assertThat(bare.select("strong").text()).isEqualTo("Marrow Bay");
                }),
        ActionCase.of("markdown-book", "coastal-walk.md")
            .changed("depth", "3")
            .changed("title", "Way marks")
            .changed("quotes", "false")
            .check(
                (plain, changed) -> {
                  Document page = Jsoup.parse(plain.text());
                  assertThat(page.select("a[href^=#]").eachText())
                      .containsExactly(
                          "Three Days Along the Quiet Coast",
                          "What to carry",
                          "The stages",
                          "A note for the curious");
                  assertThat(page.text()).contains("\u201cRing it twice,\u201d");
                  assertThat(page.getElementById("the-stages")).isNotNull();
                  assertThat(page.select("div.contents + main h1").text())
                      .isEqualTo("Three Days Along the Quiet Coast");
                  assertStyled(page);
                  Document deeper = Jsoup.parse(changed.text());
                  assertThat(deeper.select("a[href^=#]").eachText()).contains("The ferry");
                  assertThat(deeper.text()).contains("Way marks").contains("\"Ring it twice,\"");
                }),
        ActionCase.of("markdown-pdf", "coastal-walk.md")
            .changed("page", "A5")
            .changed("size", "14")
            .check(
                (plain, changed) -> {
                  try (PDDocument pdf = Loader.loadPDF(plain.content());
                      PDDocument small = Loader.loadPDF(changed.content())) {
                    assertThat(new PDFTextStripper().getText(pdf))
                        .contains("Three Days Along the Quiet Coast", "Gull Head", "Petrel");
                    assertThat(pdf.getPage(0).getMediaBox().getWidth()).isBetween(594f, 596f);
                    assertThat(small.getPage(0).getMediaBox().getWidth()).isBetween(419f, 421f);
                    assertThat(small.getNumberOfPages()).isGreaterThan(pdf.getNumberOfPages());
                  }
                }),
        ActionCase.of("asciidoc-html", "guide.adoc")
            .changed("page", "false")
            .changed("contents", "yes")
            .check(
                (plain, changed) -> {
                  Document page = Jsoup.parse(plain.text());
                  assertThat(page.select("h1").text()).isEqualTo("A Guide to Saint Orla");
                  assertThat(page.select("h2").eachText()).containsExactly("Eating", "Sleeping");
                  assertThat(page.select("li")).hasSize(2);
                  assertThat(page.select("b, strong").text()).isEqualTo("one");
                  assertThat(page.text().split("Ida Brook", -1)).as("names the author").hasSize(2);
                  assertThat(page.select("nav")).isEmpty();
                  assertStyled(page);
                  Document part = Jsoup.parse(changed.text());
                  assertThat(part.select("h1, style")).isEmpty();
                  assertThat(part.select("nav a").eachText()).containsExactly("Eating", "Sleeping");
                  for (String target : part.select("nav a").eachAttr("href")) {
                    assertThat(part.getElementById(target.substring(1))).isNotNull();
                  }
                }),
        ActionCase.of("docx-html", "invitation.docx")
            .changed("style", "plain")
            .changed("pictures", "false")
            .check(
                (plain, changed) -> {
                  Document page = Jsoup.parse(plain.text());
                  assertThat(page.select("h1").text()).isEqualTo("An evening at the lighthouse");
                  assertThat(page.select("h2").eachText())
                      .containsExactly("How the evening goes", "What to bring");
                  assertThat(page.select("strong").text()).isEqualTo("last Friday of May");
                  assertThat(page.select("tr:nth-child(2) td").eachText())
                      .containsExactly("20:30", "Up the 216 steps");
                  String source = page.select("img").attr("src");
                  assertThat(source).startsWith("data:image/png;base64,");
                  assertThat(Base64.getDecoder().decode(source.substring(source.indexOf(',') + 1)))
                      .isEqualTo(ActionCase.sample("stamp.png").content());
                  assertStyled(page);
                  Document bare = Jsoup.parse(changed.text());
                  assertThat(bare.select("img, style")).isEmpty();
                  assertThat(bare.select("h2")).hasSize(2);
                }),
        ActionCase.of("html-text", "cover.html")
            .changed("links", "true")
            .changed("width", "30")
            .check(
                (plain, changed) -> {
                  assertThat(plain.text())
                      .contains("- Nine Benches With a View")
                      .doesNotContain("changed by a script", "<", "font-family");
                  assertThat(changed.text()).contains("<https://example.org/benches>");
                  assertThat(changed.text().lines())
                      .filteredOn(line -> line.contains(" ") && !line.contains("<"))
                      .allMatch(line -> line.length() <= 30);
                }),
        ActionCase.of("html-select", "cover.html")
            .changed("selector", "li:nth-child(2) a, h2")
            .check(
                (plain, changed) -> {
                  List<CSVRecord> rows =
                      CSVFormat.RFC4180.parse(new StringReader(plain.text())).getRecords();
                  assertThat(rows).hasSize(4);
                  assertThat(rows.get(1).values())
                      .containsExactly(
                          "a", "Three Days Along the Quiet Coast", "https://example.org/coast");
                  List<CSVRecord> fewer =
                      CSVFormat.RFC4180.parse(new StringReader(changed.text())).getRecords();
                  assertThat(fewer.stream().map(row -> row.get(0)))
                      .containsExactly("element", "h2", "a");
                }),
        ActionCase.of("html-clean", "cover.html")
            .changed("keep", "text")
            .check(
                (plain, changed) -> {
                  assertThat(tags(plain.text())).contains("h1", "ul", "a").doesNotContain("script");
                  assertThat(plain.text()).doesNotContain("onclick", "alert");
                  assertThat(tags(changed.text())).contains("em").doesNotContain("h1", "a", "ul");
                }),
        ActionCase.of("html-pdf", "cover.html")
            .changed("landscape", "true")
            .changed("page", "A5")
            .check(
                (plain, changed) -> {
                  PdfReader page = new PdfReader(plain.content());
                  assertThat(page.getPageSize(1).getWidth()).isBetween(594f, 596f);
                  assertThat(text(page)).contains("The Slow Compass", "Bakery That Sells Weather");
                  PdfReader wide = new PdfReader(changed.content());
                  assertThat(wide.getPageSize(1).getWidth()).isBetween(594f, 596f);
                  assertThat(wide.getPageSize(1).getHeight()).isBetween(419f, 421f);
                }),
        ActionCase.of("mustache-fill", "issue.json")
            .document("template", "letter.mustache")
            .changed("escape", "true")
            .check(
                (plain, changed) -> {
                  assertThat(plain.text())
                      .startsWith("Dear reader of The Slow Compass,")
                      .contains("\"The Bakery That Sells Weather\" (6")
                      .doesNotContain("{{");
                  assertThat(plain.text()).contains("Harbour Street 4 & 5");
                  assertThat(changed.text()).contains("Harbour Street 4 &amp; 5");
                }),
        ActionCase.of("handlebars-page", "issue.json")
            .document("template", "contents.hbs")
            .changed("tidy", "true")
            .check(
                (plain, changed) -> {
                  Document page = Jsoup.parse(plain.text());
                  assertThat(page.select("li").eachText())
                      .containsExactly(
                          "Three Days Along the Quiet Coast",
                          "The Bakery That Sells Weather",
                          "Nine Benches With a View, and that is all");
                  assertThat(Jsoup.parse(changed.text()).select("li")).hasSize(3);
                  assertThat(changed.text().lines()).noneMatch(String::isBlank);
                }),
        ActionCase.of("code-html", "Ferry.java")
            .changed("theme", "dark")
            .changed("lines", "false")
            .check(
                (plain, changed) -> {
                  Document page = Jsoup.parse(plain.text());
                  assertThat(page.select(".word").eachText())
                      .contains("package", "public", "return");
                  assertThat(page.select(".text").eachText()).contains("\"Sunday\"", "\"Monday\"");
                  assertThat(page.select(".note").eachText())
                      .contains("// Rung once, the ferryman only waves.");
                  assertThat(page.select(".line")).hasSize(15);
                  assertThat(page.select("style").outerHtml())
                      .contains("prefers-color-scheme:dark", "@media print");
                  Document bare = Jsoup.parse(changed.text());
                  assertThat(bare.select(".line")).isEmpty();
                  assertThat(bare.expectFirst("pre").wholeText())
                      .isEqualTo(ActionCase.sample("Ferry.java").text());
                }));
  }

  /** Of one look, on light and dark screens and on paper, with nothing to fetch. */
  static void assertStyled(Document page) {
    assertThat(page.select("style").outerHtml())
        .contains("prefers-color-scheme: dark", "@media print", "max-width")
        .doesNotContain("url(", "@import");
    assertThat(page.select("link, script")).isEmpty();
    assertThat(page.select("meta[name=viewport]")).hasSize(1);
    assertThat(page.title()).isNotBlank();
  }

  static String text(PdfReader pdf) throws java.io.IOException {
    StringBuilder text = new StringBuilder();
    com.lowagie.text.pdf.parser.PdfTextExtractor extractor =
        new com.lowagie.text.pdf.parser.PdfTextExtractor(pdf);
    for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
      text.append(extractor.getTextFromPage(page)).append('\n');
    }
    return text.toString();
  }

  private static List<String> tags(String html) throws java.io.IOException {
    List<String> tags = new ArrayList<>();
    new ParserDelegator()
        .parse(
            new StringReader(html),
            new HTMLEditorKit.ParserCallback() {
              @Override
              public void handleStartTag(HTML.Tag tag, MutableAttributeSet attributes, int at) {
                tags.add(tag.toString());
              }
            },
            true);
    return tags;
  }
}
