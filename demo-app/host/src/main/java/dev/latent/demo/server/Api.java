package dev.latent.demo.server;

import dev.latent.demo.api.Document;
import dev.latent.demo.workbench.Action;
import dev.latent.demo.workbench.DocumentStore;
import dev.latent.demo.workbench.LoadedClasses;
import dev.latent.demo.workbench.MediaTypes;
import dev.latent.demo.workbench.PluginView;
import dev.latent.demo.workbench.StartFigures;
import dev.latent.demo.workbench.StoredDocument;
import dev.latent.demo.workbench.StoredDocument.Origin;
import dev.latent.demo.workbench.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the page asks the workbench for. Ids are keys of maps, never names of files. */
final class Api {

  private static final int MOST_FORM_BYTES = 64 * 1024;
  private static final int MOST_TEXT_BYTES = 400 * 1024;

  private final Workbench workbench;

  Api(Workbench workbench) {
    this.workbench = workbench;
  }

  Reply answer(Request request) throws IOException, InterruptedException {
    return switch (request.path()) {
      case "/api/documents" ->
          switch (request.method()) {
            case "GET", "HEAD" -> Reply.json(200, Describe.documents(store().documents()));
            case "POST" -> upload(request);
            case "DELETE" -> remove(request);
            default -> notAllowed("GET, POST, DELETE");
          };
      case "/api/actions" -> reads(request) ? actions(request) : notAllowed("GET");
      case "/api/content" -> reads(request) ? content(request) : notAllowed("GET");
      case "/api/plugins" -> reads(request) ? plugins() : notAllowed("GET");
      case "/api/run" -> request.method().equals("POST") ? run(request) : notAllowed("POST");
      case "/api/stop" -> request.method().equals("POST") ? stop(request) : notAllowed("POST");
      default -> Reply.error(404, "There is nothing at this address.");
    };
  }

  private DocumentStore store() throws IOException {
    return workbench.store();
  }

  private Reply upload(Request request) throws IOException {
    if (!request.query("from").isEmpty()) {
      Optional<StoredDocument> result = store().find(request.query("from"));
      return result.isEmpty()
          ? gone()
          : taken(() -> store().add(Origin.UPLOAD, result.get().document()));
    }
    byte[] body = request.body(DocumentStore.MOST_BYTES);
    if (body == null) {
      return Reply.error(
          413, "The document is larger than " + DocumentStore.MOST_BYTES / 1024 / 1024 + " MB.");
    }
    String name = request.query("name");
    if (name.isBlank()) {
      return Reply.error(400, "The document has no name.");
    }
    return taken(
        () -> store().add(Origin.UPLOAD, new Document(name, MediaTypes.of(name, body), body)));
  }

  private interface Taking {
    StoredDocument take() throws IOException;
  }

  private static Reply taken(Taking taking) throws IOException {
    try {
      return Reply.json(201, Describe.document(taking.take()));
    } catch (IllegalArgumentException e) {
      return Reply.error(409, String.valueOf(e.getMessage()));
    }
  }

  private Reply remove(Request request) throws IOException {
    return store().remove(request.query("id")) ? Reply.text(204, "") : gone();
  }

  private Reply actions(Request request) throws IOException {
    List<Action> all = workbench.actions().all();
    String id = request.query("document");
    if (id.isEmpty()) {
      return Reply.json(200, all.stream().map(Describe::action).toList());
    }
    Optional<StoredDocument> document = store().find(id);
    if (document.isEmpty()) {
      return gone();
    }
    String type = document.get().document().mediaType();
    List<Map<String, Object>> fitting = new ArrayList<>();
    for (int closeness = 3; closeness > 0; closeness--) { // those made for the type first
      for (Action action : all) {
        if (action.closeness(type) == closeness) {
          fitting.add(Describe.action(action, type));
        }
      }
    }
    return Reply.json(200, fitting);
  }

  private Reply run(Request request) throws IOException, InterruptedException {
    byte[] body = request.body(MOST_FORM_BYTES);
    if (body == null) {
      return Reply.error(413, "The options are too long.");
    }
    Optional<StoredDocument> document = store().find(request.query("document"));
    if (document.isEmpty()) {
      return gone();
    }
    Optional<Action> action = workbench.actions().find(request.query("action"));
    if (action.isEmpty()) {
      return Reply.error(404, "No plugin offers this action any more.");
    }
    Map<String, String> options = Request.pairs(new String(body, StandardCharsets.UTF_8));
    return Reply.json(
        200,
        Describe.outcome(
            workbench
                .runner()
                .run(action.get(), document.get().document(), options, request.query("run"))));
  }

  private Reply stop(Request request) {
    return workbench.runner().stop(request.query("run"))
        ? Reply.text(204, "")
        : Reply.error(404, "This action has ended already.");
  }

  private Reply content(Request request) throws IOException {
    Optional<StoredDocument> stored = store().find(request.query("id"));
    if (stored.isEmpty()) {
      return gone();
    }
    Document document = stored.get().document();
    return switch (request.query("as")) {
      case "text" -> asText(document);
      case "preview" -> asPreview(document);
      case "download" ->
          new Reply(200, headerSafe(document.mediaType()), document.content(), Map.of())
              .with("Content-Disposition", attachment(document.name()))
              .with("Content-Security-Policy", Reply.SANDBOX_POLICY);
      default -> Reply.error(400, "Say as=text, as=preview or as=download.");
    };
  }

  /** The first part of a long text is enough to look at; the header says that there is more. */
  private static Reply asText(Document document) {
    byte[] all = document.text().getBytes(StandardCharsets.UTF_8);
    boolean cut = all.length > MOST_TEXT_BYTES;
    byte[] shown = cut ? Arrays.copyOf(all, MOST_TEXT_BYTES) : all;
    Reply reply =
        new Reply(200, "text/plain; charset=utf-8", shown, Map.of())
            .with("Content-Security-Policy", Reply.SANDBOX_POLICY);
    return cut ? reply.with("X-Latent-Cut", Integer.toString(all.length)) : reply;
  }

  private static Reply asPreview(Document document) {
    String type = headerSafe(document.mediaType());
    return switch (MediaTypes.view(type)) {
      case HTML -> sandboxed("text/html; charset=utf-8", document);
      case IMAGE -> sandboxed(type, document);
      case PDF ->
          new Reply(200, "application/pdf", document.content(), Map.of())
              .with("Content-Security-Policy", Reply.PDF_POLICY);
      default -> asText(document);
    };
  }

  private static Reply sandboxed(String mediaType, Document document) {
    return new Reply(200, mediaType, document.content(), Map.of())
        .with("Content-Security-Policy", Reply.SANDBOX_POLICY);
  }

  private Reply plugins() {
    List<PluginView> plugins = workbench.strip().plugins();
    StartFigures start = workbench.start();
    return Reply.json(
        200,
        Describe.map(
            "plugins", plugins.stream().map(Describe::plugin).toList(),
            "readyMs", start == null ? null : start.readyMillis(),
            "classesAtReady", start == null ? null : start.pluginClasses(),
            "classesNow", start == null ? null : pluginClasses()));
  }

  private static @Nullable Long pluginClasses() {
    return LoadedClasses.measure().map(LoadedClasses::ofPlugins).orElse(null);
  }

  /** A media type comes from a plugin and goes into a header. */
  private static String headerSafe(String mediaType) {
    boolean safe = mediaType.indexOf('/') > 0 && mediaType.length() < 120;
    for (int i = 0; i < mediaType.length(); i++) {
      char c = mediaType.charAt(i);
      safe &= c > ' ' && c < 0x7f && c != ';' && c != ',' && c != '"';
    }
    return safe ? mediaType : MediaTypes.BINARY;
  }

  /** The form of RFC 6266 and 8187, which takes all letters. */
  private static String attachment(String name) {
    StringBuilder encoded = new StringBuilder("attachment; filename*=UTF-8''");
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        encoded.append(c);
      } else if (c == '.' || c == '-' || c == '_') {
        encoded.append(c);
      } else {
        encoded.append('%').append(Integer.toHexString(0x100 | c).substring(1));
      }
    }
    return encoded.toString();
  }

  private static boolean reads(Request request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }

  private static Reply gone() {
    return Reply.error(404, "This document is no longer here.");
  }

  private static Reply notAllowed(String methods) {
    return Reply.error(405, "This address takes " + methods + ".").with("Allow", methods);
  }
}
