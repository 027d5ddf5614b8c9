package dev.latent.demo.actions.asciidochtml;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.WebPage;
import io.yupiik.asciidoc.model.Author;
import io.yupiik.asciidoc.model.Document;
import io.yupiik.asciidoc.model.Header;
import io.yupiik.asciidoc.model.Revision;
import io.yupiik.asciidoc.parser.Parser;
import io.yupiik.asciidoc.parser.resolver.ContentResolver;
import io.yupiik.asciidoc.renderer.html.AsciidoctorLikeHtmlRenderer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns AsciiDoc into a page. Includes are left out: a document stands for itself. */
public final class AsciidocHtml implements DocumentAction {

  private static final Pattern SECTION =
      Pattern.compile(
          "<div class=\"sect([1-5])\" id=\"([^\"]*)\">\\s*<h\\d>(.*?)</h\\d>", Pattern.DOTALL);

  private static final String STYLE =
      """
      header { margin-bottom: 2rem } header h1 { margin-bottom: .25em }
      .contents { margin-bottom: 2rem; padding: 1rem 1.3rem; border-radius: 12px; background: var(--sheet) }
      .contents p { margin: 0 0 .4em; font-weight: 600 } .contents ul { margin: 0; padding: 0; list-style: none }
      .sect2 { margin-left: 1.2em } li.sect3, li.sect4, li.sect5 { margin-left: 2.4em } div.sect2 { margin-left: 0 }
      .contents a { text-decoration: none } li > p { margin: 0 }
      .title { margin-bottom: .3em; font-weight: 600; color: var(--soft) }
      .admonitionblock { margin: 0 0 1em; padding: .7em 1em; border-left: 4px solid var(--accent); background: var(--sheet) }
      .admonitionblock table { margin: 0 } .admonitionblock td { padding: 0 1em 0 0; border: 0 }
      .admonitionblock .title { margin: 0; font-size: .8em; line-height: 2; letter-spacing: .06em; color: var(--accent) }
      """;

  @Override
  public dev.latent.demo.api.Document run(
      dev.latent.demo.api.Document input, ActionOptions options) {
    ContentResolver nothing = (path, charset) -> Optional.empty();
    Document document = new Parser().parse(input.text(), new Parser.ParserContext(nothing));
    Header header = document.header();
    String body = body(document);
    boolean asked = header.attributes().containsKey("toc");
    boolean contents =
        switch (options.choice("contents", "auto", "yes", "no")) {
          case "yes" -> true;
          case "no" -> false;
          default -> asked;
        };
    String html = (contents ? contents(body) : "") + body;
    if (options.flag("page", true)) {
      String title = header.title().isBlank() ? input.name() : header.title();
      html = WebPage.of(title, STYLE, head(header) + html);
    }
    return dev.latent.demo.api.Document.ofText(input.nameWithExtension("html"), "text/html", html);
  }

  /** Without title and author: the renderer repeats the author where there is no mail address. */
  private static String body(Document document) {
    Map<String, String> attributes = new HashMap<>(document.header().attributes());
    attributes.remove("toc");
    Header bare = new Header("", new Author("", ""), new Revision("", "", ""), attributes);
    AsciidoctorLikeHtmlRenderer renderer =
        new AsciidoctorLikeHtmlRenderer(
            new AsciidoctorLikeHtmlRenderer.Configuration()
                .setAttributes(Map.of("noheader", "true")));
    renderer.visit(new Document(bare, document.body()));
    return renderer.result();
  }

  private static String head(Header header) {
    if (header.title().isBlank()) {
      return "";
    }
    List<String> details = new ArrayList<>();
    Author author = header.author();
    details.add(WebPage.escaped(author.name()));
    if (author.mail().contains("@")) {
      String mail = WebPage.escaped(author.mail());
      details.add("<a href=\"mailto:" + mail + "\">" + mail + "</a>");
    }
    details.add(WebPage.escaped(header.revision().number()));
    details.add(WebPage.escaped(header.revision().date()));
    details.removeIf(String::isBlank);
    String below =
        details.isEmpty() ? "" : "<p class=\"soft\">" + String.join(" · ", details) + "</p>\n";
    return "<header>\n<h1>" + WebPage.escaped(header.title()) + "</h1>\n" + below + "</header>\n";
  }

  private static String contents(String body) {
    StringBuilder list = new StringBuilder();
    Matcher section = SECTION.matcher(body);
    while (section.find()) {
      list.append("<li class=\"sect").append(section.group(1)).append("\"><a href=\"#");
      list.append(section.group(2)).append("\">").append(section.group(3)).append("</a></li>\n");
    }
    return list.isEmpty()
        ? ""
        : "<nav class=\"contents\">\n<p>Contents</p>\n<ul>\n" + list + "</ul>\n</nav>\n";
  }
}
