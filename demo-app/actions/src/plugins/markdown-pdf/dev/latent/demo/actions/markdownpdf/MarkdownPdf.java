package dev.latent.demo.actions.markdownpdf;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Sets Markdown as a PDF. */
final class MarkdownPdf implements DocumentAction {

  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String page = options.choice("page", "A4", "A5", "letter");
    int size = options.number("size", 11, 6, 32);
    String style =
        "@page { size: "
            + page
            + "; margin: 20mm 18mm; @bottom-center { content: counter(page) } }"
            + "body { font: "
            + size
            + "pt/1.5 serif } h1, h2, h3 { line-height: 1.2 }"
            + "table { border-collapse: collapse; width: 100% }"
            + "td, th { border-bottom: 0.5pt solid #999; padding: 3pt; text-align: left }"
            + "code { font-size: 0.9em } a { color: #1a5fb4 }"
            + "blockquote { border-left: 2pt solid #c63; margin-left: 0; padding-left: 9pt }";
    String body =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true) // what is left is well-formed, as the next library wants it
            .build()
            .render(Parser.builder().extensions(EXTENSIONS).build().parse(input.text()));
    // By itself the library prints what it does, whatever the host wants to see.
    Level level = Logger.getLogger("").getLevel();
    XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, level));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new PdfRendererBuilder()
        .useFastMode()
        .useUriResolver((base, uri) -> null) // pictures elsewhere are not fetched
        .withHtmlContent(
            "<html><head><style>" + style + "</style></head><body>" + body + "</body></html>", null)
        .toStream(bytes)
        .run();
    return new Document(input.nameWithExtension("pdf"), "application/pdf", bytes.toByteArray());
  }
}
