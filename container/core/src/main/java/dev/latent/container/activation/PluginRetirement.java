package dev.latent.container.activation;

import dev.latent.api.ActivationException;
import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginState;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.WaitGraph;
import java.util.ArrayList;
import java.util.List;

/** Takes plugins out of activity: one after the other when their container closes. */
final class PluginRetirement {

  private final Activations activations;
  private final ActivationEnvironment environment;
  private final Lifecycles lifecycles;
  private final WaitGraph graph;
  private final ActivationLimits limits;

  PluginRetirement(
      Activations activations,
      ActivationEnvironment environment,
      Lifecycles lifecycles,
      WaitGraph graph,
      ActivationLimits limits) {
    this.activations = activations;
    this.environment = environment;
    this.lifecycles = lifecycles;
    this.graph = graph;
    this.limits = limits;
  }

  /**
   * Stops a plugin if it is active; waits if it is being activated.
   *
   * @param release whether its runtime is to free what it holds of its code
   */
  List<String> stop(RegisteredPlugin plugin, ActivationCause cause, boolean release) {
    PluginLifecycle lifecycle = lifecycles.known(plugin);
    while (lifecycle != null) {
      PluginStatus now = lifecycle.status();
      Operation operation = now.operation();
      if (now.state() == PluginState.ACTIVE) {
        Thread thread = Thread.currentThread();
        Operation mine =
            new Operation(
                Operation.Kind.STOP,
                plugin,
                cause,
                graph.innermost(thread),
                thread,
                System.nanoTime());
        if (lifecycles.transition(lifecycle, now, now.stopping(mine), cause.request())) {
          return new PluginStopper(activations, lifecycles, graph, limits)
              .stop(lifecycle, mine, now, release ? environment.runtime(plugin.kind()) : null);
        }
      } else if (operation != null) {
        try {
          activations.join(operation, cause);
        } catch (CircularActivationException e) {
          throw e;
        } catch (ActivationException e) {
          if (operation.done().getCount() > 0) {
            throw e;
          }
        }
      } else {
        return List.of();
      }
    }
    return List.of();
  }

  /** Stops a plugin if need be and puts it into a state in which nothing happens to it. */
  List<String> rest(RegisteredPlugin plugin, PluginState state, ActivationCause cause) {
    PluginLifecycle lifecycle = lifecycles.of(plugin);
    List<String> leftovers = new ArrayList<>();
    while (true) {
      leftovers.addAll(stop(plugin, cause, false));
      PluginStatus now = lifecycle.status();
      if (now.state() == state
          || (now.state() == PluginState.ACTIVE && state == PluginState.REGISTERED)) {
        return leftovers;
      }
      if (now.operation() == null
          && now.running() == null
          && lifecycles.transition(lifecycle, now, now.resting(state), cause.request())) {
        return leftovers;
      }
    }
  }

  /**
   * Stops all plugins in the reverse order of their activation, after those that are being
   * activated are.
   *
   * @return what they left behind, in words
   */
  List<String> all() {
    List<String> leftovers = new ArrayList<>();
    ActivationCause cause = new ActivationCause("the container closes");
    for (PluginLifecycle lifecycle : lifecycles.all()) {
      Operation operation = lifecycle.status().operation();
      if (operation != null) {
        try {
          activations.join(operation, cause);
        } catch (ActivationException e) {
          if (operation.done().getCount() > 0) {
            leftovers.add(String.valueOf(e.getMessage()));
          }
        }
      }
    }
    List<RegisteredPlugin> plugins = lifecycles.active();
    for (int i = plugins.size() - 1; i >= 0; i--) {
      try {
        leftovers.addAll(stop(plugins.get(i), cause, false));
      } catch (ActivationException e) {
        leftovers.add(String.valueOf(e.getMessage()));
      }
    }
    return leftovers;
  }
}
