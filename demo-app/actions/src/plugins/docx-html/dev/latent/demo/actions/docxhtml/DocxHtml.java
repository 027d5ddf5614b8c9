package dev.latent.demo.actions.docxhtml;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.WebPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Map;
import org.zwobble.mammoth.DocumentConverter;
import org.zwobble.mammoth.images.Image;

/**
 * Turns a document of a word processor into a page: headings, lists, tables and notes by their
 * styles, pictures within the page. What it looked like on paper is left out.
 */
public final class DocxHtml implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    DocxParts parts = DocxParts.of(input);
    boolean pictures = options.flag("pictures", true) && !parts.linksPictures();
    DocumentConverter converter =
        new DocumentConverter()
            .imageConverter(image -> pictures ? embedded(image) : Map.of("src", "data:,"));
    String body;
    try {
      body = converter.convertToHtml(new ByteArrayInputStream(input.content())).getValue();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          input.name() + " can't be read as a document: " + e.getMessage(), e);
    }
    if (!pictures) {
      body = body.replaceAll("<img [^>]*>", "");
    }
    String page =
        options.choice("style", "magazine", "plain").equals("plain")
            ? WebPage.plain(input.name(), body)
            : WebPage.of(input.name(), "", body + "\n");
    return Document.ofText(input.nameWithExtension("html"), "text/html", page);
  }

  private static Map<String, String> embedded(Image image) throws IOException {
    try (InputStream in = image.getInputStream()) {
      String bytes = Base64.getEncoder().encodeToString(in.readAllBytes());
      return Map.of("src", "data:" + image.getContentType() + ";base64," + bytes);
    }
  }
}
