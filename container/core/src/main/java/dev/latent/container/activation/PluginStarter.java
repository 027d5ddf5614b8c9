package dev.latent.container.activation;

import dev.latent.api.ActivationException;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.ClosedContainer;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.WaitGraph;

/** Performs the activation of one plugin on the thread that won it. */
final class PluginStarter {

  private final Activations activations;
  private final ActivationEnvironment environment;
  private final Lifecycles lifecycles;
  private final WaitGraph graph;
  private final ActivationMarker marker;

  PluginStarter(
      Activations activations,
      ActivationEnvironment environment,
      Lifecycles lifecycles,
      WaitGraph graph,
      ActivationMarker marker) {
    this.activations = activations;
    this.environment = environment;
    this.lifecycles = lifecycles;
    this.graph = graph;
    this.marker = marker;
  }

  /** Activates a plugin whose state is ACTIVATING already by {@code operation}. */
  RunningPlugin start(PluginLifecycle lifecycle, Operation operation) {
    RegisteredPlugin plugin = operation.plugin();
    Operation outer = operation.outerOperation();
    Thread thread = Thread.currentThread();
    ClassLoader contextLoader = thread.getContextClassLoader();
    if (outer != null) {
      outer.timer().pause();
    }
    graph.begin(operation);
    marker.begin(plugin.id());
    RunningPlugin running = null;
    ActivationException failure = null;
    try {
      running = run(operation);
    } catch (Throwable e) { // whatever a plugin throws hurts only those who asked for it
      failure = ActivationMessages.failed(operation, e);
    } finally {
      operation.timer().end();
      thread.setContextClassLoader(contextLoader);
      marker.end(plugin.id());
      graph.end(operation);
      if (outer != null) {
        outer.timer().resume();
      }
    }
    PluginStatus before = lifecycle.status();
    if (running == null || failure != null) {
      ActivationException error = failure == null ? ActivationMessages.nothing(plugin) : failure;
      operation.failed(error);
      lifecycles.transition(
          lifecycle,
          before,
          before.failed(error, operation.timer().steps()),
          String.valueOf(error.getMessage()));
      throw error;
    }
    operation.succeeded(running);
    lifecycles.transition(
        lifecycle,
        before,
        before.active(
            running, lifecycles.nextSequence(), operation.chain(), operation.timer().steps()),
        operation.cause().request());
    return running;
  }

  private RunningPlugin run(Operation operation) {
    RegisteredPlugin plugin = operation.plugin();
    if (activations.closing()) {
      throw new ActivationException(plugin.id(), ClosedContainer.MESSAGE, null);
    }
    operation.timer().begin("resolve");
    Closure closure = environment.closure(plugin);
    if (!closure.resolvable()) {
      throw ActivationMessages.missing(closure);
    }
    return environment
        .runtime(plugin.kind())
        .activate(new RunningRequest(activations, environment, closure, operation));
  }
}
