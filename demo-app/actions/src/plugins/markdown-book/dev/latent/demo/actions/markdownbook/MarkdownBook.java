package dev.latent.demo.actions.markdownbook;

import com.vladsch.flexmark.ext.footnotes.FootnoteExtension;
import com.vladsch.flexmark.ext.tables.TablesExtension;
import com.vladsch.flexmark.ext.toc.TocExtension;
import com.vladsch.flexmark.ext.typographic.TypographicExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.util.data.MutableDataSet;
import com.vladsch.flexmark.util.misc.Extension;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Turns Markdown into a page with a table of contents, footnotes and proper quotation marks. */
@Component(
    property = {
      "action.id=markdown-book",
      "action.label=Markdown to page with contents",
      "action.group=Text and markup",
      "action.from=text/markdown",
      "action.to=text/html",
      "action.options=depth|number:1:6|2|Depth of the contents",
      "action.options=title|text|Contents|Heading of the contents",
      "action.options=quotes|flag|true|Curly quotation marks",
      "action.library=flexmark-osgi 0.64.8"
    })
public final class MarkdownBook implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    int depth = options.number("depth", 2, 1, 6);
    List<Extension> extensions =
        new ArrayList<>(
            List.of(TablesExtension.create(), FootnoteExtension.create(), TocExtension.create()));
    if (options.flag("quotes", true)) {
      extensions.add(TypographicExtension.create());
    }
    MutableDataSet settings =
        new MutableDataSet()
            .set(Parser.EXTENSIONS, extensions)
            .set(TocExtension.LEVELS, (2 << depth) - 2) // one bit a level
            .set(TocExtension.TITLE, options.text("title", "Contents"))
            .set(HtmlRenderer.GENERATE_HEADER_ID, true)
            .set(HtmlRenderer.RENDER_HEADER_ID, true)
            .set(HtmlRenderer.ESCAPE_HTML, true);
    String text = "[TOC]\n\n" + input.text();
    String body =
        HtmlRenderer.builder(settings).build().render(Parser.builder(settings).build().parse(text));
    return Document.ofText(
        input.nameWithExtension("html"),
        "text/html",
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n</head>\n<body>\n"
            + body
            + "</body>\n</html>\n");
  }
}
