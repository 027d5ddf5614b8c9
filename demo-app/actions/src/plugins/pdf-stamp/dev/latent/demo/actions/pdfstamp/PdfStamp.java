package dev.latent.demo.actions.pdfstamp;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.util.Matrix;
import org.osgi.service.component.annotations.Component;

/** Writes a word across each page. */
@Component(
    property = {
      "action.id=pdf-stamp",
      "action.label=Stamp each page",
      "action.group=PDF",
      "action.from=application/pdf",
      "action.to=application/pdf",
      "action.options=text|text|DRAFT|Text",
      "action.options=size|number:8:300|72|Size of the letters",
      "action.options=opacity|number:1:100|25|Opacity in percent",
      "action.library=pdfbox 3.0.8"
    })
public final class PdfStamp implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String text = options.text("text", "DRAFT");
    int size = options.number("size", 72, 8, 300);
    float opacity = options.number("opacity", 25, 1, 100) / 100f;
    PDFont font = new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD);
    try (PDDocument pdf = Loader.loadPDF(input.content())) {
      for (PDPage page : pdf.getPages()) {
        stamp(pdf, page, font, text, size, opacity);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return new Document(input.name(), "application/pdf", bytes.toByteArray());
    }
  }

  private static void stamp(
      PDDocument pdf, PDPage page, PDFont font, String text, int size, float opacity)
      throws IOException {
    PDRectangle box = page.getCropBox();
    float width = font.getStringWidth(text) / 1000 * size;
    try (PDPageContentStream content =
        new PDPageContentStream(pdf, page, PDPageContentStream.AppendMode.APPEND, true, true)) {
      PDExtendedGraphicsState state = new PDExtendedGraphicsState();
      state.setNonStrokingAlphaConstant(opacity);
      content.setGraphicsStateParameters(state);
      content.setNonStrokingColor(Color.RED);
      content.beginText();
      content.setFont(font, size);
      Matrix matrix = Matrix.getRotateInstance(Math.PI / 4, 0, 0);
      matrix.concatenate(Matrix.getTranslateInstance(-width / 2, -size / 3f));
      Matrix place =
          Matrix.getTranslateInstance(
              box.getLowerLeftX() + box.getWidth() / 2, box.getLowerLeftY() + box.getHeight() / 2);
      place.concatenate(matrix);
      content.setTextMatrix(place);
      content.showText(text);
      content.endText();
    }
  }
}
