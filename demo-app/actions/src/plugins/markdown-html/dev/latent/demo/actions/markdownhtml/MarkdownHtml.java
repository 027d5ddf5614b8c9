package dev.latent.demo.actions.markdownhtml;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.WebPage;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Turns Markdown into a page that can be read as it is. */
final class MarkdownHtml implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    List<Extension> extensions =
        options.flag("tables", true) ? List.of(TablesExtension.create()) : List.of();
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(extensions)
            .escapeHtml(options.flag("escape", true))
            .build();
    String body =
        renderer.render(Parser.builder().extensions(extensions).build().parse(input.text()));
    String page =
        options.choice("style", "magazine", "plain").equals("plain")
            ? WebPage.plain(input.name(), body)
            : WebPage.of(input.name(), "", body);
    return Document.ofText(input.nameWithExtension("html"), "text/html", page);
  }
}
