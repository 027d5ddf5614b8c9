package dev.latent.demo.actions.htmltext;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.osgi.service.component.annotations.Component;

/** Leaves of a web page what one would read aloud. */
@Component(
    property = {
      "action.id=html-text",
      "action.label=Web page to text",
      "action.group=Web pages",
      "action.from=text/html",
      "action.to=text/plain",
      "action.options=width|number:20:400|80|Width of a line",
      "action.options=links|flag|false|Show where links lead",
      "action.library=jsoup 1.24.1"
    })
public final class HtmlText implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    org.jsoup.nodes.Document page = Jsoup.parse(input.text());
    page.select("script, style, noscript, template").remove();
    Reader reader = new Reader(options.flag("links", false));
    page.body().traverse(reader);
    String text = wrap(reader.text.toString(), options.number("width", 80, 20, 400));
    return Document.ofText(input.nameWithExtension("txt"), "text/plain", text);
  }

  private static String wrap(String text, int width) {
    StringBuilder out = new StringBuilder();
    for (String paragraph : text.strip().split("\n", -1)) {
      int column = 0;
      for (String word : paragraph.strip().split("\\s+", -1)) {
        if (column > 0 && column + 1 + word.length() > width) {
          out.append('\n');
          column = 0;
        } else if (column > 0) {
          out.append(' ');
          column++;
        }
        out.append(word);
        column += word.length();
      }
      out.append('\n');
    }
    return out.toString().replaceAll("\n{3,}", "\n\n");
  }

  private static final class Reader implements NodeVisitor {
    private final StringBuilder text = new StringBuilder();
    private final boolean links;

    Reader(boolean links) {
      this.links = links;
    }

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        text.append(words.text());
      } else if (node instanceof Element element) {
        if (element.isBlock() || element.normalName().equals("br")) {
          text.append(element.normalName().matches("p|h[1-6]|ul|ol|table") ? "\n\n" : "\n");
        }
        if (element.normalName().equals("li")) {
          text.append("- ");
        }
        if (element.normalName().matches("td|th")) {
          text.append(' ');
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (links && node instanceof Element element && element.normalName().equals("a")) {
        text.append(" <").append(element.attr("href")).append('>');
      }
      if (node instanceof Element element && element.normalName().matches("p|h[1-6]|ul|ol|table")) {
        text.append("\n\n");
      }
    }
  }
}
