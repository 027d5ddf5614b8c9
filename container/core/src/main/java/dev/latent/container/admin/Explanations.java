package dev.latent.container.admin;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginState;
import dev.latent.container.activation.ActivationEnvironment;
import dev.latent.container.activation.PluginStatus;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ComponentRuntimes;
import dev.latent.container.knowledge.EffectivePolicy;
import dev.latent.container.knowledge.IdleParts;
import dev.latent.container.resolve.Closure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in words what would activate a plugin, or what keeps it from being activated. */
final class Explanations {

  private Explanations() {}

  /**
   * All that keeps a plugin from being active; resolves it over the index to say what is missing.
   */
  static List<String> whyNot(
      RegisteredPlugin plugin,
      PluginStatus status,
      EffectivePolicy policy,
      PluginSet plugins,
      ActivationEnvironment environment) {
    return explain(plugin, status, policy, plugins, environment);
  }

  /**
   * The same from what is at hand: resolves nothing, so it may be asked of every plugin at once.
   */
  static List<String> waiting(
      RegisteredPlugin plugin, PluginStatus status, EffectivePolicy policy, PluginSet plugins) {
    return explain(plugin, status, policy, plugins, null);
  }

  private static List<String> explain(
      RegisteredPlugin plugin,
      PluginStatus status,
      EffectivePolicy policy,
      PluginSet plugins,
      @Nullable ActivationEnvironment environment) {
    List<String> lines = new ArrayList<>();
    if (status.state() == PluginState.ACTIVE) {
      return lines;
    }
    if (policy.policy() == ActivationPolicy.DISABLED) {
      lines.add(plugin.id() + " is disabled: " + policy.reason());
      lines.add(
          "it is never activated and offers nothing; plugins that need its code still use it");
      return lines;
    }
    if (status.state() != PluginState.REGISTERED) {
      lines.add(plugin.id() + " is " + status.state().name().toLowerCase(Locale.ROOT));
    }
    if (status.failure() != null) {
      lines.add("its last activation failed: " + status.failure().getMessage());
    }
    boolean blocked = false;
    if (environment != null) {
      Closure closure = environment.closure(plugin);
      addMissing(closure, lines);
      blocked = !closure.resolvable();
    }
    String idle = IdleParts.of(plugin, plugins);
    if (!idle.isEmpty()) {
      lines.add("it " + idle);
    }
    addWakers(
        plugin,
        policy,
        ComponentRuntimes.missing(plugin, plugins),
        blocked ? "once it can be resolved, " : "",
        lines);
    return lines;
  }

  private static void addMissing(Closure closure, List<String> lines) {
    for (Closure.Missing missing : closure.missing()) {
      lines.add(
          missing.what()
              + " is missing, required by "
              + missing.chain().get(missing.chain().size() - 1).id()
              + (missing.nearest().isEmpty()
                  ? "; no plugin comes near"
                  : "; found: " + String.join(", ", missing.nearest())));
    }
  }

  private static void addWakers(
      RegisteredPlugin plugin,
      EffectivePolicy policy,
      boolean withoutComponents,
      String condition,
      List<String> lines) {
    switch (policy.policy()) {
      case MANUAL -> {
        lines.add(condition + "it waits to be activated by hand: " + policy.reason());
        return;
      }
      case BACKGROUND ->
          lines.add(
              condition
                  + "it will be activated in idle time after the host is ready: "
                  + policy.reason());
      case EAGER ->
          lines.add(condition + "it is activated when the container starts: " + policy.reason());
      default -> {
        // only what others do wakes it
      }
    }
    boolean any = false;
    for (ServiceOffer offer : plugin.descriptor().offers(plugin.kind())) {
      if (withoutComponents && offer.component().isPresent()) {
        any = true; // a lookup would not find it
        continue;
      }
      for (String type : offer.types()) {
        lines.add(condition + "a lookup of " + type + attributes(offer) + " would activate it");
        any = true;
      }
    }
    if (!any && policy.policy() == ActivationPolicy.LAZY) {
      lines.add("it offers no service; another plugin that needs it would bring it in");
    }
  }

  private static String attributes(ServiceOffer offer) {
    if (offer.attributes().isEmpty()) {
      return "";
    }
    Map<String, Object> shown = new LinkedHashMap<>(offer.attributes());
    shown.replaceAll((name, value) -> value instanceof Object[] all ? List.of(all) : value);
    return " " + shown;
  }
}
