package dev.latent.demo.actions.markdownpdf;

import com.lowagie.text.PageSize;
import com.lowagie.text.Rectangle;
import com.lowagie.text.pdf.PdfWriter;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;

/** Sets Markdown as a PDF. */
final class MarkdownPdf implements DocumentAction {

  private static final int MARGIN = 64;

  @Override
  public Document run(Document input, ActionOptions options) {
    Rectangle page = PageSize.getRectangle(options.choice("page", "A4", "A5", "LETTER"));
    int size = options.number("size", 11, 6, 32);
    Node text =
        Parser.builder().extensions(List.of(TablesExtension.create())).build().parse(input.text());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (com.lowagie.text.Document pdf =
        new com.lowagie.text.Document(page, MARGIN, MARGIN, MARGIN, MARGIN)) {
      PdfWriter.getInstance(pdf, bytes);
      pdf.addTitle(input.name());
      pdf.open();
      text.accept(new PageSetter(pdf, size));
    }
    return new Document(input.nameWithExtension("pdf"), "application/pdf", bytes.toByteArray());
  }
}
