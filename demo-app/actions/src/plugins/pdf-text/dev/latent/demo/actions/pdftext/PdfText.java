package dev.latent.demo.actions.pdftext;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** Reads the text of a PDF. */
final class PdfText implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    int first = options.number("first", 1, 1, 100_000);
    int last = options.number("last", 100_000, first, 100_000);
    try (PDDocument pdf = Loader.loadPDF(input.content())) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setStartPage(first);
      stripper.setEndPage(last);
      stripper.setSortByPosition(options.flag("layout", false));
      stripper.setLineSeparator("\n");
      return Document.ofText(input.nameWithExtension("txt"), "text/plain", stripper.getText(pdf));
    }
  }
}
