package dev.latent.demo.actions.svgpng;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.FloatSize;
import com.github.weisj.jsvg.view.ViewBox;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws a vector image at any size. */
public final class SvgPng implements DocumentAction {

  private static final long MOST_PIXELS = 64_000_000;

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    int width = options.number("width", 512, 8, 8000);
    String background = options.choice("background", "none", "white", "black");
    SVGDocument svg =
        new SVGLoader()
            .load(new ByteArrayInputStream(input.content()), null, LoaderContext.createDefault());
    if (svg == null) {
      throw new IllegalArgumentException(input.name() + " is no SVG that can be drawn.");
    }
    FloatSize size = svg.size();
    int height = Math.max(1, Math.round(width * size.height / size.width));
    if ((long) width * height > MOST_PIXELS) {
      throw new IllegalArgumentException(
          input.name()
              + " would become "
              + width
              + " by "
              + height
              + " pixels. Choose less width.");
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    if (!background.equals("none")) {
      graphics.setColor(background.equals("white") ? Color.WHITE : Color.BLACK);
      graphics.fillRect(0, 0, width, height);
    }
    svg.render(null, graphics, new ViewBox(0, 0, width, height));
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return new Document(input.nameWithExtension("png"), "image/png", bytes.toByteArray());
  }
}
