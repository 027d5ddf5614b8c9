package dev.latent.demo.server;

import dev.latent.demo.workbench.Action;
import dev.latent.demo.workbench.ActionOption;
import dev.latent.demo.workbench.MediaTypes;
import dev.latent.demo.workbench.PluginView;
import dev.latent.demo.workbench.RunOutcome;
import dev.latent.demo.workbench.StoredDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the page is told of each thing, as maps for {@link Json}. */
final class Describe {

  private Describe() {}

  static Map<String, Object> document(StoredDocument stored) {
    String type = stored.document().mediaType();
    return map(
        "id", stored.id(),
        "name", stored.document().name(),
        "mediaType", type,
        "short", MediaTypes.shortName(type),
        "view", MediaTypes.view(type),
        "size", stored.document().content().length,
        "origin", stored.origin(),
        "note", MediaTypes.surprise(stored.document().name(), type),
        "by", stored.by());
  }

  static Map<String, Object> action(Action action) {
    return map(
        "id", action.id(),
        "label", action.label(),
        "group", action.group(),
        "takes", String.join(", ", action.from().stream().map(Describe::taken).distinct().toList()),
        "to", action.to(),
        "short", MediaTypes.shortName(action.to()),
        "library", action.library(),
        "plugin", action.plugin().name(),
        "options", action.options().stream().map(Describe::option).toList());
  }

  /** What a pattern of media types takes, in words. */
  private static String taken(String pattern) {
    return switch (pattern) {
      case "*/*", "*" -> "any file";
      case "text/*" -> "any text";
      default -> MediaTypes.title(pattern);
    };
  }

  /** As {@link #action(Action)}, under a heading that says how much it is made for a document. */
  static Map<String, Object> action(Action action, String mediaType) {
    Map<String, Object> map = new LinkedHashMap<>(action(action));
    map.put(
        "group",
        switch (action.closeness(mediaType)) {
          case 3 -> "For " + MediaTypes.title(mediaType);
          case 2 -> MediaTypes.isText(mediaType) ? "For any text" : "For any of its kind";
          default -> "For any file";
        });
    return map;
  }

  private static Map<String, Object> option(ActionOption option) {
    return map(
        "name", option.name(),
        "type", option.type(),
        "words", option.words(),
        "default", option.defaultValue(),
        "label", option.label());
  }

  static Map<String, Object> plugin(PluginView plugin) {
    return map(
        "name", plugin.name(),
        "title", plugin.title(),
        "words", plugin.words(),
        "version", plugin.version(),
        "kind", plugin.kind(),
        "state", plugin.state(),
        "ms", plugin.micros() < 0 ? null : plugin.micros() / 1000.0,
        "since", plugin.since(),
        "why", plugin.why(),
        "jar", plugin.jar(),
        "policy", plugin.policy(),
        "actions", plugin.actions());
  }

  static Map<String, Object> outcome(RunOutcome outcome) {
    if (outcome instanceof RunOutcome.Done done) {
      return map(
          "state", "done",
          "action", done.action().label(),
          "library", done.action().library(),
          "result", document(done.result()),
          "activationMs", done.activationNanos() / 1_000_000.0,
          "runMs", done.runNanos() / 1_000_000.0,
          "activated", done.activated().stream().map(id -> id.name()).toList());
    }
    RunOutcome.Failed failed = (RunOutcome.Failed) outcome;
    return map(
        "state", "failed",
        "action", failed.action().label(),
        "plugin", failed.action().plugin(),
        "message", labelled(failed),
        "causes", failed.causes(),
        "inActivation", failed.inActivation());
  }

  /** Actions name an option as a terminal does; on the page it has a label. */
  private static String labelled(RunOutcome.Failed failed) {
    for (ActionOption option : failed.action().options()) {
      String start = "Option " + option.name();
      if (failed.message().startsWith(start)
          && failed.message().length() > start.length()
          && ": ".indexOf(failed.message().charAt(start.length())) >= 0) {
        return "\u2018" + option.label() + "\u2019" + failed.message().substring(start.length());
      }
    }
    return failed.message();
  }

  static List<Map<String, Object>> documents(List<StoredDocument> documents) {
    return documents.stream().map(Describe::document).toList();
  }

  static Map<String, Object> map(@Nullable Object... pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    @SuppressWarnings("NullAway") // the values may be null, which Json writes as such
    Map<String, Object> result = map;
    return result;
  }
}
