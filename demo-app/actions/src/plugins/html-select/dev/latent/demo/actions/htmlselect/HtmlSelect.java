package dev.latent.demo.actions.htmlselect;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jsoup.select.Selector;

/** Takes the parts of a web page that a CSS selector names. */
final class HtmlSelect implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    String selector = options.text("selector", "a[href]");
    Elements found;
    try {
      found =
          Jsoup.parse(input.text(), options.text("base", "https://example.org/")).select(selector);
    } catch (Selector.SelectorParseException e) {
      throw new IllegalArgumentException(
          "Option selector is no CSS selector: '" + selector + "': " + e.getMessage(), e);
    }
    StringBuilder csv = new StringBuilder("element,text,link\n");
    for (Element element : found) {
      String link = element.hasAttr("href") ? element.absUrl("href") : element.absUrl("src");
      csv.append(field(element.normalName())).append(',');
      csv.append(field(element.text())).append(',').append(field(link)).append('\n');
    }
    return Document.ofText(input.nameWithExtension("csv"), "text/csv", csv.toString());
  }

  private static String field(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
