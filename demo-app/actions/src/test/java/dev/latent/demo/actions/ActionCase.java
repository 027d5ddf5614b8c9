package dev.latent.demo.actions;

import dev.latent.demo.api.ActionOptions;
import dev.latent.demo.api.Document;
import dev.latent.demo.api.DocumentAction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One way to try an action: on a sample, once as it is and once with an option changed, and how the
 * two results are looked at.
 */
final class ActionCase {

  /** Looks at results with a library other than the one that made them. */
  @FunctionalInterface
  interface Check {
    void check(Document plain, Document changed) throws Exception;
  }

  private final String id;
  private final Document sample;
  private final Map<String, String> given = new HashMap<>();
  private final Map<String, Document> documents = new HashMap<>();
  private final Map<String, String> changed = new HashMap<>();
  private Check check =
      (plain, other) -> {
        throw new IllegalStateException("The case looks at nothing");
      };

  private ActionCase(String id, Document sample) {
    this.id = id;
    this.sample = sample;
  }

  static ActionCase of(String id, String sample) {
    return new ActionCase(id, sample(sample));
  }

  /** Sets an option for both runs. */
  ActionCase given(String option, String value) {
    given.put(option, value);
    return this;
  }

  /** Sets a further document for both runs. */
  ActionCase document(String option, String name) {
    documents.put(option, sample(name));
    return this;
  }

  /** Sets an option for the second run. */
  ActionCase changed(String option, String value) {
    changed.put(option, value);
    return this;
  }

  ActionCase check(Check looking) {
    check = looking;
    return this;
  }

  String id() {
    return id;
  }

  String sampleType() {
    return sample.mediaType();
  }

  Set<String> optionNames() {
    Set<String> names = new TreeSet<>(given.keySet());
    names.addAll(documents.keySet());
    names.addAll(changed.keySet());
    return names;
  }

  Document runPlain(DocumentAction action) throws Exception {
    return action.run(sample, new ActionOptions(given, documents));
  }

  Document runChanged(DocumentAction action) throws Exception {
    Map<String, String> all = new HashMap<>(given);
    all.putAll(changed);
    return action.run(sample, new ActionOptions(all, documents));
  }

  void look(Document plain, Document other) throws Exception {
    check.check(plain, other);
  }

  static Document sample(String name) {
    try {
      byte[] content = Files.readAllBytes(PluginDirectory.SAMPLES.resolve(name));
      return new Document(name, mediaType(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mediaType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "md" -> "text/markdown";
      case "adoc" -> "text/asciidoc";
      case "html" -> "text/html";
      case "csv" -> "text/csv";
      case "txt" -> "text/plain";
      case "java" -> "text/x-java";
      case "mustache" -> "text/x-mustache";
      case "hbs" -> "text/x-handlebars";
      case "vcf" -> "text/vcard";
      case "json" -> "application/json";
      case "yaml" -> "application/yaml";
      case "xml" -> "application/xml";
      case "xsl" -> "application/xslt+xml";
      case "gpx" -> "application/gpx+xml";
      case "sql" -> "application/sql";
      case "pdf" -> "application/pdf";
      case "zip" -> "application/zip";
      case "xlsx" -> "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      case "docx" -> "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
      case "eml" -> "message/rfc822";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "jpg" -> "image/jpeg";
      default -> throw new IllegalArgumentException("No media type for " + name);
    };
  }
}
