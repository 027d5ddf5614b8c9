package dev.latent.demo.actions.pdfmerge;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.multipdf.PDFMergerUtility;

/** Puts two PDFs into one. */
final class PdfMerge implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    Document other =
        options
            .document("other")
            .orElseThrow(
                () -> new IllegalArgumentException("Option other: choose the PDF to add."));
    boolean before = options.choice("place", "after", "before").equals("before");
    PDFMergerUtility merger = new PDFMergerUtility();
    merger.addSource(new RandomAccessReadBuffer((before ? other : input).content()));
    merger.addSource(new RandomAccessReadBuffer((before ? input : other).content()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    merger.setDestinationStream(bytes);
    merger.mergeDocuments(IOUtils.createMemoryOnlyStreamCache());
    return new Document(input.name(), "application/pdf", bytes.toByteArray());
  }
}
