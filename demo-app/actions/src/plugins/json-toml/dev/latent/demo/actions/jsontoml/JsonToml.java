package dev.latent.demo.actions.jsontoml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.IOException;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Writes settings in JSON as TOML. */
@Component(
    property = {
      "action.id=json-toml",
      "action.label=JSON to TOML",
      "action.group=Data",
      "action.from=application/json",
      "action.to=application/toml",
      "action.options=without|text||Leave out these names",
      "action.options=list|text|items|Name for a list on top",
      "action.library=jackson-dataformat-toml 2.23.0"
    })
public final class JsonToml implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    JsonNode tree = new ObjectMapper().readTree(input.content());
    ObjectNode table = new ObjectMapper().createObjectNode();
    if (tree instanceof ObjectNode object) {
      table.setAll(object);
    } else { // the format has no list on top
      table.set(options.text("list", "items"), tree);
    }
    for (String name : List.of(options.text("without", "").split("[ ,]+", -1))) {
      table.remove(name);
    }
    return Document.ofText(
        input.nameWithExtension("toml"),
        "application/toml",
        new TomlMapper().writeValueAsString(table));
  }
}
