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
import dev.latent.demo.api.WebPage;
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

  /**
   * The contents stand beside the text where there is room, and on paper get a page of their own.
   */
  private static final String STYLE =
      """
      html { scroll-behavior: smooth } :target { scroll-margin-top: 1rem }
      .contents { margin-bottom: 2.4rem; padding: 1.1rem 1.4rem; border: 1px solid var(--line);
        border-radius: 12px; background: var(--sheet); font-size: .93em }
      .contents h1 { margin: 0 0 .5em; font-size: 1.05rem }
      .contents ul { margin: 0; padding-left: 1.1em } .contents > ul { padding-left: 0; list-style: none }
      .contents a { text-decoration: none } .contents a:hover { text-decoration: underline }
      .footnotes { margin-top: 3em; font-size: .9em; color: var(--soft) }
      @media screen and (min-width: 68rem) {
        body { max-width: 64rem; display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 0 3.5rem }
        .contents { position: sticky; top: 1.6rem; align-self: start; max-height: calc(100vh - 3.2rem); overflow-y: auto }
      }
      @media print { .contents { border: 0; background: none; padding: 0; break-after: page } }
      """;

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
            .set(TocExtension.DIV_CLASS, "contents")
            .set(TocExtension.TITLE, options.text("title", "Contents"))
            .set(HtmlRenderer.GENERATE_HEADER_ID, true)
            .set(HtmlRenderer.RENDER_HEADER_ID, true)
            .set(HtmlRenderer.ESCAPE_HTML, true);
    String text = "[TOC]\n\n" + input.text();
    String html =
        HtmlRenderer.builder(settings).build().render(Parser.builder(settings).build().parse(text));
    int end = html.indexOf("</div>") + "</div>\n".length(); // the contents hold no other
    String body = html.substring(0, end) + "<main>\n" + html.substring(end) + "</main>\n";
    return Document.ofText(
        input.nameWithExtension("html"), "text/html", WebPage.of(input.name(), STYLE, body));
  }
}
