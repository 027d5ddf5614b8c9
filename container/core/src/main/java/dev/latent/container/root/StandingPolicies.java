package dev.latent.container.root;

import dev.latent.api.ActivationException;
import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginException;
import dev.latent.api.PluginState;
import dev.latent.api.ResolutionException;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.Activations;
import dev.latent.container.activation.PluginStatus;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.EffectivePolicy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Activates plugins whose policy asks for that without a lookup, as long as the container is open:
 * those that are there when the host is ready, those that arrive, are replaced or get another
 * policy later, and those that were stopped because what they need changed. Eager ones at once, on
 * a thread of their own; those of the policy {@code background} after ready, when nothing else is
 * being activated. Thread-safe; holds no lock.
 */
@Singleton
final class StandingPolicies implements AutoCloseable {

  /** How many plugins are planned between two looks whether to give way. */
  private static final int PLANNED_AT_ONCE = 64;

  private final ContainerOptions options;
  private final Activations activations;
  private final ActivationPolicies policies;
  private final BackgroundThread own =
      new BackgroundThread("latent policies", Thread.NORM_PRIORITY);

  /** What runs in idle time; null before the host is ready. */
  private volatile @Nullable Executor idle;

  private volatile boolean closed;

  @Inject
  StandingPolicies(ContainerOptions options, Activations activations, ActivationPolicies policies) {
    this.options = options;
    this.activations = activations;
    this.policies = policies;
  }

  /** Takes note that the host is ready, and of what is to run from now on in idle time. */
  void ready(Executor executor) {
    idle = executor;
  }

  /**
   * Looks on another thread what the policies of plugins ask for, after something happened to them.
   *
   * @param plugins those that arrived, were stopped, or have another policy
   */
  void consider(List<RegisteredPlugin> plugins) {
    if (!options.inspectOnly && !closed && !plugins.isEmpty()) {
      atOnce().execute(new Look(this, List.copyOf(plugins)));
    }
  }

  /**
   * Looks what could not be activated because something was missing, which may have arrived.
   *
   * @return such plugins, whatever their policies
   */
  List<RegisteredPlugin> lacking() {
    List<RegisteredPlugin> lacking = new ArrayList<>();
    for (RegisteredPlugin plugin : activations.touched()) {
      if (lacked(activations.status(plugin))) {
        lacking.add(plugin);
      }
    }
    return lacking;
  }

  private Executor atOnce() {
    return options.background == null ? own : options.background;
  }

  /** Queues one piece for each plugin, so that other work gets its turn between two of them. */
  void plan(List<RegisteredPlugin> plugins) {
    Executor later = idle;
    for (int i = 0; i < plugins.size() && !closed; i++) {
      if (later != null && i % PLANNED_AT_ONCE == 0) {
        activations.awaitIdle();
      }
      EffectivePolicy policy = policies.of(plugins.get(i));
      if (policy.policy() == ActivationPolicy.EAGER) {
        atOnce().execute(new Planned(this, plugins.get(i), policy));
      } else if (policy.policy() == ActivationPolicy.BACKGROUND && later != null) {
        later.execute(new Planned(this, plugins.get(i), policy));
      }
    }
  }

  private record Look(StandingPolicies standing, List<RegisteredPlugin> plugins)
      implements Runnable {

    @Override
    public void run() {
      standing.plan(plugins);
    }
  }

  private record Planned(StandingPolicies standing, RegisteredPlugin plugin, EffectivePolicy policy)
      implements Runnable {

    @Override
    public void run() {
      standing.activate(plugin, policy);
    }
  }

  private void activate(RegisteredPlugin plugin, EffectivePolicy planned) {
    PluginStatus status = activations.status(plugin);
    if (closed
        || (status.state() != PluginState.REGISTERED && !lacked(status))
        || policies.of(plugin).policy() != planned.policy()) {
      return;
    }
    boolean eager = planned.policy() == ActivationPolicy.EAGER;
    if (!eager) {
      activations.awaitIdle();
    }
    try {
      activations.activate(
          plugin,
          new ActivationCause(
              eager ? "the policy eager" : "the policy background (" + planned.reason() + ")"));
    } catch (PluginException e) {
      options.notice(String.valueOf(e.getMessage())); // stays visible as a problem of the plugin
    }
  }

  private static boolean lacked(PluginStatus status) {
    ActivationException failure = status.failure();
    return status.state() == PluginState.FAILED
        && failure != null
        && failure.getCause() instanceof ResolutionException;
  }

  @Override
  public void close() {
    closed = true;
    own.close();
  }
}
