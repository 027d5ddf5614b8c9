package dev.latent.demo.actions.jsonformat;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.util.TreeSet;

/** Lays JSON out for people, or without a blank for machines. */
public final class JsonFormat implements DocumentAction {

  @Override
  public Document run(Document input, ActionOptions options) {
    JsonElement tree = JsonParser.parseString(input.text());
    if (options.flag("sort", false)) {
      tree = sorted(tree);
    }
    int indent = options.number("indent", 2, 0, 8);
    FormattingStyle style =
        indent == 0
            ? FormattingStyle.COMPACT
            : FormattingStyle.PRETTY.withIndent(" ".repeat(indent));
    Gson gson =
        new GsonBuilder().disableHtmlEscaping().serializeNulls().setFormattingStyle(style).create();
    return Document.ofText(input.name(), "application/json", gson.toJson(tree));
  }

  private static JsonElement sorted(JsonElement element) {
    if (element instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      for (String name : new TreeSet<>(object.keySet())) {
        copy.add(name, sorted(object.get(name)));
      }
      return copy;
    }
    if (element instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(item -> copy.add(sorted(item)));
      return copy;
    }
    return element;
  }
}
