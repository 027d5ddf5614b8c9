package dev.latent.demo.actions.handlebarspage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.HandlebarsException;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import dev.latent.demo.api.WebPage;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;

/** Fills the data of a JSON document into a template with loops and conditions. */
@Component(
    property = {
      "action.id=handlebars-page",
      "action.label=JSON to web page by template",
      "action.group=Web pages",
      "action.from=application/json",
      "action.to=text/html",
      "action.options=template|document:text/x-handlebars||Template",
      "action.options=tidy|flag|false|Without empty lines",
      "action.options=escape|flag|true|Escape for HTML",
      "action.library=handlebars 4.5.8"
    })
public final class HandlebarsPage implements DocumentAction {

  private static final String ANY =
      "<ul>{{#each this}}<li>{{#if @key}}<b>{{@key}}</b> {{/if}}{{this}}</li>{{/each}}</ul>";

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    String template =
        options
            .document("template")
            .map(Document::text)
            .orElseGet(() -> WebPage.of(input.name().replace("{", ""), "", ANY));
    Object data = new ObjectMapper().readValue(input.content(), Object.class);
    Handlebars handlebars = new Handlebars().prettyPrint(options.flag("tidy", false));
    if (!options.flag("escape", true)) {
      handlebars.with(EscapingStrategy.NOOP);
    }
    try {
      return Document.ofText(
          input.nameWithExtension("html"),
          "text/html",
          handlebars.compileInline(template).apply(data));
    } catch (HandlebarsException e) {
      throw new IllegalArgumentException(
          "The template can't be filled with " + input.name() + ": " + e.getMessage(), e);
    }
  }
}
