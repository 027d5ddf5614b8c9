package dev.latent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.latent.api.admin.ActivationStep;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.PluginTransition;
import dev.latent.api.admin.Problem;
import dev.latent.api.admin.ServiceSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the JSON of {@code --json}. Its form is stable and documented in {@code docs/cli.md}. */
final class Json {

  /** The version of the form; it rises when a field changes its meaning or goes away. */
  static final int FORM = 1;

  /** Writes the content of one document. */
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private Json() {}

  /** Prints one JSON object: {@code "form": 1} and the content. */
  static void print(PrintWriter out, Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("form", FORM);
      content.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println(text);
  }

  static void plugin(JsonGenerator json, PluginSnapshot plugin) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", plugin.id().name());
    json.writeStringField("version", plugin.id().version().toString());
    json.writeStringField("kind", Wording.word(plugin.kind()));
    json.writeStringField("location", plugin.location());
    json.writeStringField("state", Wording.word(plugin.state()));
    json.writeStringField("warmth", Wording.word(plugin.warmth()));
    json.writeStringField("policy", Wording.word(plugin.policy()));
    json.writeStringField("policyReason", plugin.policyReason());
    strings(json, "why", plugin.why());
    json.writeArrayFieldStart("services");
    for (ServiceSnapshot service : plugin.services()) {
      service(json, service);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("steps");
    for (ActivationStep step : plugin.steps()) {
      json.writeStartObject();
      json.writeStringField("name", step.name());
      json.writeNumberField("wallNanos", step.wallNanos());
      json.writeNumberField("cpuNanos", step.cpuNanos());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("transitions");
    for (PluginTransition transition : plugin.transitions()) {
      json.writeStartObject();
      json.writeStringField("from", Wording.word(transition.from()));
      json.writeStringField("to", Wording.word(transition.to()));
      json.writeStringField("cause", Wording.asked(transition.cause()));
      json.writeStringField("thread", transition.thread());
      json.writeStringField("at", transition.at().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("problems");
    for (Problem problem : plugin.problems()) {
      problem(json, problem);
    }
    json.writeEndArray();
    if (plugin.failure().isPresent()) {
      json.writeStringField("failure", plugin.failure().get());
    }
    json.writeEndObject();
  }

  static void service(JsonGenerator json, ServiceSnapshot service) throws IOException {
    json.writeStartObject();
    strings(json, "types", service.types());
    json.writeStringField("plugin", service.plugin().name());
    json.writeStringField("version", service.plugin().version().toString());
    json.writeNumberField("ranking", service.ranking());
    json.writeObjectFieldStart("attributes");
    for (Map.Entry<String, Object> attribute : service.attributes().entrySet()) {
      json.writeFieldName(attribute.getKey());
      value(json, attribute.getValue());
    }
    json.writeEndObject();
    json.writeStringField("source", service.source());
    json.writeBooleanField("active", service.active());
    json.writeEndObject();
  }

  static void problem(JsonGenerator json, Problem problem) throws IOException {
    json.writeStartObject();
    json.writeStringField("rule", problem.rule());
    json.writeStringField("severity", Wording.word(problem.severity()));
    json.writeStringField("location", problem.location());
    if (problem.plugin().isPresent()) {
      json.writeStringField("plugin", problem.plugin().get().name());
      json.writeStringField("version", problem.plugin().get().version().toString());
    }
    json.writeStringField("message", problem.message());
    json.writeEndObject();
  }

  static void strings(JsonGenerator json, String field, Collection<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(Wording.asked(value));
    }
    json.writeEndArray();
  }

  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Collection<?> many) {
      json.writeStartArray();
      for (Object one : many) {
        value(json, one);
      }
      json.writeEndArray();
    } else if (value.getClass().isArray()) {
      json.writeStartArray();
      for (int i = 0; i < Array.getLength(value); i++) {
        value(json, Array.get(value, i));
      }
      json.writeEndArray();
    } else if (value instanceof Integer
        || value instanceof Long
        || value instanceof Short
        || value instanceof Byte) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double || value instanceof Float) {
      json.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      json.writeString(value.toString());
    }
  }
}
