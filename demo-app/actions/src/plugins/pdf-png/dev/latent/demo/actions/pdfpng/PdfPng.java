package dev.latent.demo.actions.pdfpng;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.osgi.service.component.annotations.Component;

/** Draws one page of a PDF. */
@Component(
    property = {
      "action.id=pdf-png",
      "action.label=PDF page to picture",
      "action.group=PDF",
      "action.from=application/pdf",
      "action.to=image/png",
      "action.options=page|number:1:100000|1|Page",
      "action.options=dpi|number:24:600|96|Dots per inch",
      "action.options=grey|flag|false|Without colours",
      "action.library=pdfbox 3.0.8"
    })
public final class PdfPng implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    int dpi = options.number("dpi", 96, 24, 600);
    ImageType type = options.flag("grey", false) ? ImageType.GRAY : ImageType.RGB;
    try (PDDocument pdf = Loader.loadPDF(input.content())) {
      int page = options.number("page", 1, 1, pdf.getNumberOfPages());
      BufferedImage image = new PDFRenderer(pdf).renderImageWithDPI(page - 1, dpi, type);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      return new Document(input.nameWithExtension("png"), "image/png", bytes.toByteArray());
    }
  }
}
