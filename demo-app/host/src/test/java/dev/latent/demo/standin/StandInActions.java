package dev.latent.demo.standin;

import dev.latent.demo.api.Document;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/** A set of actions of every kind of result and failure, and libraries behind them. */
public final class StandInActions {

  /** An HTML result that tries to run a script and to load something from elsewhere. */
  public static final String HOSTILE_HTML =
      "<!doctype html><title>x</title><script>parent.document.title='taken';"
          + "document.title='ran'</script><h1 id=h>Page</h1><img src='http://localhost:9/x.png'>"
          + "<p onclick='1'>A paragraph of text that was made from Markdown.</p>";

  private StandInActions() {}

  /**
   * All of them.
   *
   * @param gate what the slow action waits for
   */
  public static List<StandInPlugin> all(CountDownLatch gate) {
    List<StandInPlugin> plugins = new ArrayList<>();
    plugins.add(
        StandInPlugin.action(
                "markdown-html",
                "Markdown to HTML",
                "Convert",
                "text/markdown",
                "text/html",
                (in, options) ->
                    Document.ofText(in.nameWithExtension("html"), "text/html", HOSTILE_HTML))
            .options(
                "title|text||Title of the page",
                "toc|flag|true|Table of contents",
                "depth|number:1:6|3|Depth of the contents",
                "style|choice:plain:book:slides|book|Style")
            .by("commonmark-java 0.24", "org.commonmark", "org.commonmark.ext.toc")
            .taking(41));
    plugins.add(
        StandInPlugin.action(
                "statistics",
                "Word statistics",
                "Understand",
                "text/*",
                "text/csv",
                (in, options) ->
                    Document.ofText(
                        in.nameWithExtension("csv"),
                        "text/csv",
                        "word,count,share\n\"the, a\",18,9.1 %\nplugin,7,3.5 %\n<b>x</b>,2,1 %\n"))
            .options("least|number:1:100|1|Least number of times")
            .taking(9));
    plugins.add(
        StandInPlugin.action(
                "upper",
                "Upper case",
                "Convert",
                "text/*",
                "text/plain",
                (in, options) ->
                    Document.ofText(
                        in.nameWithExtension("txt"),
                        "text/plain",
                        in.text().toUpperCase(Locale.ROOT)))
            .by("JDK"));
    plugins.add(
        StandInPlugin.action(
                "compare",
                "Compare with another text",
                "Understand",
                "text/*",
                "text/plain",
                (in, options) ->
                    Document.ofText(
                        in.nameWithExtension("diff"),
                        "text/x-diff",
                        options.document("other").map(Document::name).orElse("nothing to compare")))
            .options("other|document:text/*||The other text"));
    plugins.add(
        StandInPlugin.action(
                "picture",
                "Text as a picture",
                "Pictures",
                "text/*",
                "image/png",
                (in, options) -> new Document(in.nameWithExtension("png"), "image/png", picture()))
            .options("size|number:8:96|24|Size of the letters")
            .by("Batik 1.19", "org.apache.xmlgraphics.batik")
            .taking(112));
    plugins.add(
        StandInPlugin.action(
                "pdf",
                "Text to PDF",
                "Convert",
                "text/*",
                "application/pdf",
                (in, options) ->
                    new Document(in.nameWithExtension("pdf"), "application/pdf", pdf()))
            .options("paper|choice:a4:letter|a4|Paper")
            .by("PDFBox 3.0", "org.apache.pdfbox", "org.apache.fontbox")
            .taking(187));
    plugins.add(
        StandInPlugin.action(
                "broken",
                "Check the spelling",
                "Understand",
                "text/*",
                "text/plain",
                (in, options) -> {
                  throw new IllegalStateException(
                      "Line 3 of " + in.name() + " can't be read: a quotation is never closed.",
                      new IOException("unexpected end of input"));
                })
            .by("Hunspell 1.7"));
    plugins.add(
        StandInPlugin.action(
                "unstartable",
                "Render formulas",
                "Pictures",
                "text/*",
                "image/svg+xml",
                (in, options) -> in)
            .by("JLaTeXMath 1.0")
            .failingToStart(
                new IllegalStateException(
                    "it imports acme.fonts [2,3), and nothing exports that")));
    plugins.add(
        StandInPlugin.action(
                "slow",
                "Index for search",
                "Understand",
                "text/*",
                "application/json",
                (in, options) -> {
                  if (!gate.await(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("Nobody opened the gate.");
                  }
                  return Document.ofText(in.nameWithExtension("json"), "application/json", "{}");
                })
            .by("Lucene 10.3", "org.apache.lucene.core"));
    plugins.add(
        StandInPlugin.action(
            "zip",
            "Pack as ZIP",
            "Pack",
            "*/*",
            "application/zip",
            (in, options) ->
                new Document(in.name() + ".zip", "application/zip", new byte[] {80, 75})));
    for (String library :
        List.of(
            "org.commonmark",
            "org.commonmark.ext.toc",
            "org.apache.xmlgraphics.batik",
            "org.apache.pdfbox",
            "org.apache.fontbox",
            "org.apache.lucene.core",
            "org.apache.commons.csv",
            "com.fasterxml.jackson.core.jackson-databind",
            "com.google.zxing.core",
            "org.jsoup",
            "org.snakeyaml.engine")) {
      plugins.add(StandInPlugin.library(library));
    }
    String[] others = {
      "json-yaml", "yaml-json", "csv-json", "json-csv", "xml-json", "xslt", "image-resize",
      "image-grey", "qr-code", "barcode", "sheet-csv", "sheet-chart", "pdf-text", "pdf-pages",
      "pdf-merge", "gzip", "tar", "unzip-list", "highlight", "html-text", "html-links"
    };
    for (String other : others) {
      plugins.add(
          StandInPlugin.action(
              other,
              other.replace('-', ' '),
              "Other",
              "application/x-" + other,
              "text/plain",
              (in, options) -> in));
    }
    return plugins;
  }

  private static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(360, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(0xf4e6d0));
    graphics.fillRect(0, 0, 360, 240);
    graphics.setColor(new Color(0xa8350f));
    graphics.fillOval(120, 60, 120, 120);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static byte[] pdf() {
    String body =
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources"
            + "<</Font<</F 5 0 R>>>>>>endobj\n"
            + "4 0 obj<</Length 44>>stream\nBT /F 24 Tf 60 100 Td (Hello from a PDF) Tj ET\n"
            + "endstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
            + "trailer<</Root 1 0 R>>\n%%EOF\n";
    return body.getBytes(StandardCharsets.ISO_8859_1);
  }
}
