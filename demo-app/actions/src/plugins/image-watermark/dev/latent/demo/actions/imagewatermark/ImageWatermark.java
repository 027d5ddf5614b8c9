package dev.latent.demo.actions.imagewatermark;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.geometry.Positions;

/** Writes whose picture it is into a corner of it. */
public final class ImageWatermark implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String text = options.text("text", "The Slow Compass");
    int size = options.number("size", 18, 6, 400);
    float opacity = options.number("opacity", 60, 1, 100) / 100f;
    Positions place =
        switch (options.choice("place", "bottom-right", "bottom-left", "top-left", "centre")) {
          case "bottom-left" -> Positions.BOTTOM_LEFT;
          case "top-left" -> Positions.TOP_LEFT;
          case "centre" -> Positions.CENTER;
          default -> Positions.BOTTOM_RIGHT;
        };
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Thumbnails.of(new ByteArrayInputStream(input.content()))
        .scale(1)
        .watermark(place, label(text, size), opacity)
        .outputFormat("png")
        .toOutputStream(bytes);
    return new Document(input.nameWithExtension("png"), "image/png", bytes.toByteArray());
  }

  private static BufferedImage label(String text, int size) {
    Font font = new Font(Font.SANS_SERIF, Font.BOLD, size);
    BufferedImage probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    FontMetrics metrics = probe.createGraphics().getFontMetrics(font);
    int border = Math.max(2, size / 3);
    BufferedImage label =
        new BufferedImage(
            metrics.stringWidth(text) + 2 * border,
            metrics.getHeight() + 2 * border,
            BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = label.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(new Color(0, 0, 0, 150));
    graphics.fillRect(0, 0, label.getWidth(), label.getHeight());
    graphics.setColor(Color.WHITE);
    graphics.setFont(font);
    graphics.drawString(text, border, border + metrics.getAscent());
    graphics.dispose();
    return label;
  }
}
