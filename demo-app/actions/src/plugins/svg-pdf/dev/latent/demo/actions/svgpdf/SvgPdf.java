package dev.latent.demo.actions.svgpdf;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.FloatSize;
import com.github.weisj.jsvg.view.ViewBox;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;

/** Puts a vector image on a page of PDF, where it stays one. */
public final class SvgPdf implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    PDRectangle paper =
        switch (options.choice("page", "A4", "A5", "letter")) {
          case "A5" -> PDRectangle.A5;
          case "letter" -> PDRectangle.LETTER;
          default -> PDRectangle.A4;
        };
    float margin = options.number("margin", 36, 0, 150);
    SVGDocument svg =
        new SVGLoader()
            .load(new ByteArrayInputStream(input.content()), null, LoaderContext.createDefault());
    if (svg == null) {
      throw new IllegalArgumentException(input.name() + " is no SVG that can be drawn.");
    }
    FloatSize size = svg.size();
    float scale =
        Math.min(
            (paper.getWidth() - 2 * margin) / size.width,
            (paper.getHeight() - 2 * margin) / size.height);
    float width = size.width * scale;
    float height = size.height * scale;
    try (PDDocument pdf = new PDDocument()) {
      PDPage page = new PDPage(paper);
      pdf.addPage(page);
      PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(pdf, width, height);
      svg.render(null, graphics, new ViewBox(0, 0, width, height));
      graphics.dispose();
      try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
        content.transform(
            Matrix.getTranslateInstance(
                (paper.getWidth() - width) / 2, (paper.getHeight() - height) / 2));
        content.drawForm(graphics.getXFormObject());
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      pdf.save(bytes);
      return new Document(input.nameWithExtension("pdf"), "application/pdf", bytes.toByteArray());
    }
  }
}
