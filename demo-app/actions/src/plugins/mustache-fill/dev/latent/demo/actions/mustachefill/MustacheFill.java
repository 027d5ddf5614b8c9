package dev.latent.demo.actions.mustachefill;

import com.google.gson.Gson;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import org.osgi.service.component.annotations.Component;

/** Fills the data of a JSON document into a template. */
@Component(
    property = {
      "action.id=mustache-fill",
      "action.label=Fill a template",
      "action.group=Text and markup",
      "action.from=application/json",
      "action.to=text/plain",
      "action.options=template|document:text/x-mustache:text/plain||Template",
      "action.options=text|text||Or a template written here",
      "action.options=escape|flag|false|Escape for HTML",
      "action.options=strict|flag|false|Fail where data lacks",
      "action.library=jmustache 1.16"
    })
public final class MustacheFill implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    String template =
        options.document("template").map(Document::text).orElseGet(() -> options.text("text", ""));
    if (template.isEmpty()) {
      throw new IllegalArgumentException(
          "Option template: choose a template, or write one into option text.");
    }
    Object data = new Gson().fromJson(input.text(), Object.class);
    Mustache.Compiler compiler = Mustache.compiler().escapeHTML(options.flag("escape", false));
    compiler = options.flag("strict", false) ? compiler : compiler.defaultValue("");
    try {
      return Document.ofText(
          input.nameWithExtension("txt"), "text/plain", compiler.compile(template).execute(data));
    } catch (MustacheException e) {
      throw new IllegalArgumentException(
          "The template can't be filled with " + input.name() + ": " + e.getMessage(), e);
    }
  }
}
