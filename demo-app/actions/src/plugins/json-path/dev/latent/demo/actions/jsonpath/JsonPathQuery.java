package dev.latent.demo.actions.jsonpath;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.Option;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Takes from JSON what a JSONPath expression names. */
@Component(
    property = {
      "action.id=json-path",
      "action.label=Find in JSON",
      "action.group=Compare and search",
      "action.from=application/json",
      "action.to=application/json",
      "action.options=path|text|$..*|JSONPath",
      "action.options=paths|flag|false|Show where instead of what",
      "action.library=json-path 2.10.0"
    })
public final class JsonPathQuery implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    String path = options.text("path", "$..*");
    Configuration configuration = Configuration.defaultConfiguration();
    if (options.flag("paths", false)) {
      configuration = configuration.addOptions(Option.AS_PATH_LIST);
    }
    Object found;
    try {
      found = JsonPath.using(configuration).parse(input.text()).read(path);
    } catch (JsonPathException e) {
      throw new IllegalArgumentException(
          "Nothing found for '" + path + "' in " + input.name() + ": " + e.getMessage(), e);
    }
    Object list = found instanceof List<?> ? found : List.of(found);
    return Document.ofText(
        input.nameWithExtension("found.json"),
        "application/json",
        configuration.jsonProvider().toJson(list));
  }
}
