package dev.latent.demo.actions.qrcode;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageIO;

/** Puts a short text into a code that a telephone reads. */
final class QrCode implements DocumentAction {

  private static final int WHITE = 0xFFFFFF;

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String text = options.text("text", input.text().strip());
    int size = options.number("size", 320, 64, 2000);
    int dark = colour(options.text("colour", "#1b1b1b"));
    ErrorCorrectionLevel level =
        ErrorCorrectionLevel.valueOf(options.choice("level", "M", "L", "Q", "H"));
    BitMatrix matrix;
    try {
      matrix =
          new QRCodeWriter()
              .encode(
                  text,
                  BarcodeFormat.QR_CODE,
                  size,
                  size,
                  Map.of(
                      EncodeHintType.ERROR_CORRECTION,
                      level,
                      EncodeHintType.CHARACTER_SET,
                      "UTF-8"));
    } catch (WriterException e) {
      throw new IllegalArgumentException(
          "The text of "
              + text.length()
              + " characters does not fit into a QR code of level "
              + level
              + ": shorten it, or choose level L.",
          e);
    }
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        image.setRGB(x, y, matrix.get(x, y) ? dark : WHITE);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return new Document(input.nameWithExtension("png"), "image/png", bytes.toByteArray());
  }

  private static int colour(String text) {
    if (!text.matches("#[0-9a-fA-F]{6}")) {
      throw new IllegalArgumentException("Option colour must be like #1b1b1b, not '" + text + "'.");
    }
    return Integer.parseInt(text.substring(1), 16);
  }
}
