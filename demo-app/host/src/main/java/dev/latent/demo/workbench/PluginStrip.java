package dev.latent.demo.workbench;

import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import dev.latent.api.admin.ActivationStep;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.PluginTransition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all plugins are up to, each with its reason. Asking activates nothing. Thread-safe. */
public final class PluginStrip {

  /** A library may offer the same type two hundred times. */
  private static final int MOST_REASONS = 12;

  private final PluginAdmin admin;
  private final ActionCatalog actions;

  /**
   * Makes a strip.
   *
   * @param admin tells the states
   * @param actions tells what users call the services of a plugin
   */
  public PluginStrip(PluginAdmin admin, ActionCatalog actions) {
    this.admin = admin;
    this.actions = actions;
  }

  /**
   * All plugins as they are now.
   *
   * @return in reference order
   */
  public List<PluginView> plugins() {
    Map<PluginId, List<String>> labels = new HashMap<>();
    List<Action> offered = actions.all();
    for (Action action : offered) {
      labels.computeIfAbsent(action.plugin(), id -> new ArrayList<>()).add(action.label());
    }
    List<PluginSnapshot> plugins = admin.plugins();
    PluginWords words = new PluginWords(plugins, offered);
    List<PluginView> views = new ArrayList<>();
    for (PluginSnapshot plugin : plugins) {
      views.add(
          new PluginView(
              plugin.id().name(),
              words.title(plugin.id()),
              words.why(plugin),
              plugin.id().version().toString(),
              plugin.kind(),
              plugin.state(),
              micros(plugin),
              since(plugin),
              why(plugin),
              plugin.location(),
              plugin.policy().name().toLowerCase(Locale.ROOT) + ": " + plugin.policyReason(),
              labels.getOrDefault(plugin.id(), List.of())));
    }
    return views;
  }

  /**
   * What people call a plugin.
   *
   * @param plugin its id
   * @return the label of its action, or its name without what many have in front
   */
  public String title(PluginId plugin) {
    return new PluginWords(admin.plugins(), actions.all()).title(plugin);
  }

  private static List<String> why(PluginSnapshot plugin) {
    return plugin.state() == PluginState.FAILED || plugin.state() == PluginState.QUARANTINED
        ? plugin.failure().map(List::of).orElse(plugin.why())
        : plugin.why().stream().distinct().limit(MOST_REASONS).toList();
  }

  private static long since(PluginSnapshot plugin) {
    List<PluginTransition> all = plugin.transitions();
    return all.isEmpty() ? 0 : all.get(all.size() - 1).at().toEpochMilli();
  }

  static long micros(PluginSnapshot plugin) {
    long nanos = 0;
    for (ActivationStep step : plugin.steps()) {
      nanos += step.wallNanos();
    }
    if (nanos > 0) {
      return nanos / 1000;
    }
    PluginTransition began = null;
    long micros = -1;
    for (PluginTransition transition : plugin.transitions()) {
      if (transition.to() == PluginState.ACTIVATING) {
        began = transition;
      } else if (transition.to() == PluginState.ACTIVE) {
        micros = between(began, transition);
      }
    }
    return micros;
  }

  private static long between(@Nullable PluginTransition began, PluginTransition ended) {
    return began == null ? -1 : Duration.between(began.at(), ended.at()).toNanos() / 1000;
  }
}
