package dev.latent.demo.actions.jsonyaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.IOException;

/** Writes JSON the way people write settings by hand. */
final class JsonYaml implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) throws IOException {
    JsonNode tree = new ObjectMapper().readTree(input.content());
    YAMLFactory factory =
        YAMLFactory.builder()
            .configure(YAMLGenerator.Feature.MINIMIZE_QUOTES, !options.flag("quotes", false))
            .configure(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, options.flag("marker", false))
            .configure(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR, true)
            .build();
    return Document.ofText(
        input.nameWithExtension("yaml"),
        "application/yaml",
        new ObjectMapper(factory).writeValueAsString(tree));
  }
}
