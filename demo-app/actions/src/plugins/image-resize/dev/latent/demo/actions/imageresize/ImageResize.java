package dev.latent.demo.actions.imageresize;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import net.coobird.thumbnailator.Thumbnails;

/** Scales an image to a width, the height following, and writes it as JPEG. */
public final class ImageResize implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Thumbnails.Builder<? extends InputStream> image =
        Thumbnails.of(new ByteArrayInputStream(input.content()))
            .width(options.number("width", 400, 8, 8000))
            .outputQuality(options.number("quality", 85, 1, 100) / 100.0)
            .outputFormat("jpg");
    if (options.flag("grey", false)) {
      image.imageType(BufferedImage.TYPE_BYTE_GRAY);
    }
    image.toOutputStream(bytes);
    return new Document(input.nameWithExtension("jpg"), "image/jpeg", bytes.toByteArray());
  }
}
