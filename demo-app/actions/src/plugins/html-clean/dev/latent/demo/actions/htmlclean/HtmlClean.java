package dev.latent.demo.actions.htmlclean;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.WebPage;
import org.jsoup.Jsoup;
import org.jsoup.safety.Safelist;
import org.osgi.service.component.annotations.Component;

/** Takes scripts and whatever else may do harm out of a web page. */
@Component(
    property = {
      "action.id=html-clean",
      "action.label=Make a page harmless",
      "action.group=Web pages",
      "action.from=text/html",
      "action.to=text/html",
      "action.options=keep|choice:relaxed:basic:text|relaxed|Keep",
      "action.library=jsoup 1.24.1"
    })
public final class HtmlClean implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    Safelist keep =
        switch (options.choice("keep", "relaxed", "basic", "text")) {
          case "basic" -> Safelist.basic();
          case "text" -> Safelist.simpleText();
          default -> Safelist.relaxed().addTags("hr");
        };
    keep.preserveRelativeLinks(true);
    String body = Jsoup.clean(input.text(), "https://example.org/", keep);
    return Document.ofText(
        input.nameWithExtension("html"),
        "text/html",
        WebPage.of(Jsoup.parse(input.text()).title(), "", body + "\n"));
  }
}
