package dev.latent.demo.actions.barcode;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.MultiFormatWriter;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.osgi.service.component.annotations.Component;

/** Puts the first line of a text into a bar code. */
@Component(
    property = {
      "action.id=barcode",
      "action.label=First line to bar code",
      "action.group=Codes",
      "action.from=text/*",
      "action.to=image/png",
      "action.options=format|choice:code-128:data-matrix:pdf-417:aztec|code-128|Kind",
      "action.options=text|text||Text; else the first line",
      "action.options=width|number:64:2000|480|Width in pixels",
      "action.library=ZXing core 3.5.4"
    })
public final class Barcode implements DocumentAction {

  private static final int BLACK = 0;
  private static final int WHITE = 0xFFFFFF;

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String first = input.text().lines().findFirst().orElse("").strip();
    String text = options.text("text", first);
    BarcodeFormat format =
        switch (options.choice("format", "code-128", "data-matrix", "pdf-417", "aztec")) {
          case "data-matrix" -> BarcodeFormat.DATA_MATRIX;
          case "pdf-417" -> BarcodeFormat.PDF_417;
          case "aztec" -> BarcodeFormat.AZTEC;
          default -> BarcodeFormat.CODE_128;
        };
    int width = options.number("width", 480, 64, 2000);
    int height = format == BarcodeFormat.CODE_128 ? width / 3 : width;
    BitMatrix matrix;
    try {
      matrix = new MultiFormatWriter().encode(text, format, width, height);
    } catch (WriterException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' can't be written as " + format + ": " + e.getMessage(), e);
    }
    BufferedImage image =
        new BufferedImage(matrix.getWidth(), matrix.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < matrix.getHeight(); y++) {
      for (int x = 0; x < matrix.getWidth(); x++) {
        image.setRGB(x, y, matrix.get(x, y) ? BLACK : WHITE);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return new Document(input.nameWithExtension("png"), "image/png", bytes.toByteArray());
  }
}
