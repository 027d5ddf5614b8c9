package dev.latent.demo.actions.xmljson;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import org.json.JSONObject;
import org.json.XML;
import org.json.XMLParserConfiguration;
import org.osgi.service.component.annotations.Component;

/** Writes XML as JSON. */
@Component(
    property = {
      "action.id=xml-json",
      "action.label=XML to JSON",
      "action.group=Data",
      "action.from=application/xml",
      "action.to=application/json",
      "action.options=strings|flag|false|Keep numbers as text",
      "action.options=indent|number:0:8|2|Blanks of an indent",
      "action.library=json 20260814"
    })
public final class XmlJson implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    XMLParserConfiguration reading =
        new XMLParserConfiguration().withKeepStrings(options.flag("strings", false));
    JSONObject tree = XML.toJSONObject(input.text(), reading);
    return Document.ofText(
        input.nameWithExtension("json"),
        "application/json",
        tree.toString(options.number("indent", 2, 0, 8)));
  }
}
