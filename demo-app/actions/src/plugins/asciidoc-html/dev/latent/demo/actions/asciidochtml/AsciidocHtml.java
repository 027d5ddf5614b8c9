package dev.latent.demo.actions.asciidochtml;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import io.yupiik.asciidoc.parser.Parser;
import io.yupiik.asciidoc.parser.resolver.ContentResolver;
import io.yupiik.asciidoc.renderer.html.AsciidoctorLikeHtmlRenderer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Turns AsciiDoc into a page. Includes are left out: a document stands for itself. */
public final class AsciidocHtml implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    ContentResolver nothing = (path, charset) -> Optional.empty();
    io.yupiik.asciidoc.model.Document document =
        new Parser().parse(input.text(), new Parser.ParserContext(nothing));
    Map<String, String> attributes = new HashMap<>();
    boolean page = options.flag("page", true);
    if (!page) {
      attributes.put("noheader", "true");
    }
    AsciidoctorLikeHtmlRenderer renderer =
        new AsciidoctorLikeHtmlRenderer(
            new AsciidoctorLikeHtmlRenderer.Configuration().setAttributes(attributes));
    if (page) {
      renderer.visit(document);
    } else {
      renderer.visitBody(document.body());
    }
    String html = renderer.result();
    return Document.ofText(input.nameWithExtension("html"), "text/html", html);
  }
}
