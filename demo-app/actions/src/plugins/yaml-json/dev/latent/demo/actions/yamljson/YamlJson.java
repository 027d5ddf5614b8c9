package dev.latent.demo.actions.yamljson;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import org.osgi.service.component.annotations.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Writes settings in YAML as JSON. */
@Component(
    property = {
      "action.id=yaml-json",
      "action.label=YAML to JSON",
      "action.group=Data",
      "action.from=application/yaml",
      "action.to=application/json",
      "action.options=pretty|flag|true|Indented",
      "action.options=nulls|flag|true|Keep what is empty",
      "action.library=snakeyaml 2.7"
    })
public final class YamlJson implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    Object tree;
    try {
      tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(input.text());
    } catch (YAMLException e) {
      throw new IllegalArgumentException(input.name() + " is not YAML: " + e.getMessage(), e);
    }
    GsonBuilder gson = new GsonBuilder().disableHtmlEscaping();
    if (options.flag("pretty", true)) {
      gson.setPrettyPrinting();
    }
    if (options.flag("nulls", true)) {
      gson.serializeNulls();
    }
    Gson writer = gson.create();
    return Document.ofText(
        input.nameWithExtension("json"), "application/json", writer.toJson(tree));
  }
}
