package dev.latent.demo.actions.markdownhtml;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Turns Markdown into a page that can be read as it is. */
final class MarkdownHtml implements DocumentAction {

  private static final String MAGAZINE =
      "<style>body{font:18px/1.6 Georgia,serif;max-width:42rem;margin:3rem auto;padding:0 1rem}"
          + "h1,h2{line-height:1.2}table{border-collapse:collapse}"
          + "td,th{border-bottom:1px solid #ccc;padding:.3rem .8rem;text-align:left}"
          + "blockquote{border-left:3px solid #c63;margin:0;padding-left:1rem}</style>\n";

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
    String style = options.choice("style", "magazine", "plain").equals("plain") ? "" : MAGAZINE;
    String page =
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>"
            + input.name().replace("&", "&amp;").replace("<", "&lt;")
            + "</title>\n"
            + style
            + "</head>\n<body>\n"
            + body
            + "</body>\n</html>\n";
    return Document.ofText(input.nameWithExtension("html"), "text/html", page);
  }
}
