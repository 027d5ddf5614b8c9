package dev.latent.demo.standin;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.api.PluginVersion;
import dev.latent.api.Warmth;
import dev.latent.api.admin.ActivationStep;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.PluginTransition;
import dev.latent.demo.api.DocumentAction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One plugin in memory: an action, or a library that actions need. */
public final class StandInPlugin {

  final PluginId id;
  final PluginKind kind;
  final List<String> needs = new ArrayList<>();
  final Map<String, Object> attributes = new LinkedHashMap<>();
  final @Nullable DocumentAction action;
  @Nullable RuntimeException startFailure;
  long nanos = 3_400_000;

  final List<PluginTransition> transitions = new ArrayList<>();
  PluginState state = PluginState.REGISTERED;
  List<String> why;
  Optional<String> failure = Optional.empty();

  private StandInPlugin(String name, PluginKind kind, @Nullable DocumentAction action) {
    this.id = new PluginId(name, new PluginVersion(1, 2, 0, ""));
    this.kind = kind;
    this.action = action;
    this.why =
        List.of(
            action == null
                ? "A plugin that imports its packages would activate it."
                : "A lookup of DocumentAction would activate it.");
  }

  /** A library. */
  public static StandInPlugin library(String name) {
    return new StandInPlugin(name, PluginKind.BUNDLE, null);
  }

  /** An action. */
  public static StandInPlugin action(
      String id, String label, String group, String from, String to, DocumentAction action) {
    StandInPlugin plugin = new StandInPlugin("demo.action." + id, PluginKind.LAYER, action);
    plugin.attributes.put("action.id", id);
    plugin.attributes.put("action.label", label);
    plugin.attributes.put("action.group", group);
    plugin.attributes.put("action.from", List.of(from.split(" ")));
    plugin.attributes.put("action.to", to);
    return plugin;
  }

  /** States options, each {@code name|type|default|label}. */
  public StandInPlugin options(String... options) {
    attributes.put("action.options", options);
    return this;
  }

  /** States the library that does the work, and that its plugin is needed. */
  public StandInPlugin by(String library, String... plugins) {
    attributes.put("action.library", library);
    needs.addAll(List.of(plugins));
    return this;
  }

  /** States that it is the one to take where several do the same. */
  public StandInPlugin preferred() {
    attributes.put("action.preferred", "true");
    return this;
  }

  /** Says what its activation takes. */
  public StandInPlugin taking(long millis) {
    nanos = millis * 1_000_000;
    return this;
  }

  /** Makes its activation fail. */
  public StandInPlugin failingToStart(RuntimeException failure) {
    startFailure = failure;
    return this;
  }

  PluginSnapshot snapshot() {
    return new PluginSnapshot(
        id,
        kind,
        id.name() + ".jar",
        state,
        Warmth.COLD,
        ActivationPolicy.LAZY,
        "its descriptor tells all that a start does",
        why,
        List.of(),
        state == PluginState.ACTIVE
            ? List.of(new ActivationStep("start", nanos, nanos))
            : List.of(),
        List.copyOf(transitions),
        List.of(),
        failure);
  }
}
