package dev.latent.container.root;

import dev.latent.api.ActivationException;
import dev.latent.api.ActivationPolicy;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.Activations;
import dev.latent.container.activation.PluginStatus;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.service.ServiceCatalog;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Stops plugins that nobody used for a while, where the host asked for that: those with policy
 * lazy, which the next lookup brings back. A plugin stays while another active one needs it or was
 * given a service of it, while somebody holds an instance of its own, and while a thread runs its
 * code. Used by one thread.
 */
final class IdlePlugins {

  private final ContainerParts parts;
  private final Clock clock;
  private final Duration limit;
  private final Consumer<String> notices;
  private final Map<RegisteredPlugin, Unused> unused = new HashMap<>();

  /** An activation of a plugin, and since when nobody was seen to use it. */
  private record Unused(long activation, long since) {}

  IdlePlugins(ContainerParts parts, Clock clock, Duration limit, Consumer<String> notices) {
    this.parts = parts;
    this.clock = clock;
    this.limit = limit;
    this.notices = notices;
    parts.catalog().noteKeepers();
  }

  /** Looks at all active plugins once, the last activated first. */
  void look() {
    long now = clock.millis();
    Activations activations = parts.activations();
    List<RegisteredPlugin> active = activations.active();
    Set<RegisteredPlugin> seen = new HashSet<>();
    for (int i = active.size() - 1; i >= 0; i--) {
      RegisteredPlugin plugin = active.get(i);
      PluginStatus status = activations.status(plugin);
      RunningPlugin running = status.running();
      if (running != null && mayStop(plugin)) {
        seen.add(plugin);
        look(plugin, running, status.sequence(), now);
      }
    }
    unused.keySet().retainAll(seen);
  }

  private boolean mayStop(RegisteredPlugin plugin) {
    ActivationPolicies policies = parts.policies();
    return policies.of(plugin).policy() == ActivationPolicy.LAZY;
  }

  private void look(RegisteredPlugin plugin, RunningPlugin running, long activation, long now) {
    ServiceCatalog catalog = parts.catalog();
    Unused before = unused.get(plugin);
    if (catalog.used(plugin) || before == null || before.activation() != activation) {
      unused.put(plugin, new Unused(activation, now));
      return;
    }
    if (now - before.since() < limit.toMillis() || needed(plugin) || running.busy()) {
      return;
    }
    try {
      List<String> leftovers =
          parts
              .activations()
              .release(
                  plugin, new ActivationCause("nobody used it for " + limit.toSeconds() + " s"));
      for (String leftover : leftovers) {
        notices.accept(leftover);
      }
    } catch (ActivationException busyMeanwhile) {
      // Somebody began something with it just now, so it is not idle.
    }
  }

  /** Whether another active plugin was resolved with this one. */
  private boolean needed(RegisteredPlugin plugin) {
    for (RegisteredPlugin other : parts.activations().active()) {
      if (!other.equals(plugin) && parts.runtimes().closure(other).members().contains(plugin)) {
        return true;
      }
    }
    return false;
  }
}
