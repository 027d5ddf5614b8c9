package dev.latent.demo.actions.htmlpdf;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jsoup.Jsoup;
import org.jsoup.helper.W3CDom;
import org.osgi.service.component.annotations.Component;

/** Sets a web page as a PDF, by its style sheet. What a page links to is not fetched. */
@Component(
    property = {
      "action.id=html-pdf",
      "action.label=Web page to PDF",
      "action.group=Web pages",
      "action.from=text/html",
      "action.to=application/pdf",
      "action.options=page|choice:A4:A5:letter|A4|Paper",
      "action.options=landscape|flag|false|Landscape",
      "action.options=margin|number:0:60|20|Margin in millimetres",
      "action.library=openhtmltopdf-pdfbox 1.1.65"
    })
public final class HtmlPdf implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String page = options.choice("page", "A4", "A5", "letter");
    String turn = options.flag("landscape", false) ? " landscape" : "";
    org.jsoup.nodes.Document html = Jsoup.parse(input.text());
    html.head()
        .prependElement("style")
        .text(
            "@page { size: "
                + page
                + turn
                + "; margin: "
                + options.number("margin", 20, 0, 60)
                + "mm }");
    // By itself the library prints what it does, whatever the host wants to see.
    Level level = Logger.getLogger("").getLevel();
    XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, level));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new PdfRendererBuilder()
        .useFastMode()
        .useUriResolver((base, uri) -> null)
        .withW3cDocument(new W3CDom().fromJsoup(html), null)
        .toStream(bytes)
        .run();
    return new Document(input.nameWithExtension("pdf"), "application/pdf", bytes.toByteArray());
  }
}
