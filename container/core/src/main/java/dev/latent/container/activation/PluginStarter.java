package dev.latent.container.activation;

import dev.latent.api.ActivationException;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.ClosedContainer;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.WaitGraph;
import org.jspecify.annotations.Nullable;

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

  /**
   * Activates a plugin whose state is ACTIVATING already by {@code operation}.
   *
   * @return the running plugin; null if something that it was activated over left meanwhile, so
   *     that it was stopped again and the caller has to look what is there now
   */
  @Nullable RunningPlugin start(PluginLifecycle lifecycle, Operation operation) {
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
    if (lifecycles.anyLeft(operation.members())) {
      operation.outdate(); // before those that wait go on
    }
    lifecycles.transition(
        lifecycle,
        before,
        before.active(
            running,
            lifecycles.nextSequence(),
            operation.members(),
            operation.chain(),
            operation.timer().steps()),
        operation.cause().request());
    // Again: who takes plugins away stops what it sees active after it did.
    return activations.stoppedAsOutdated(plugin, running, operation.members()) ? null : running;
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
    operation.members(closure.members());
    return environment
        .runtime(plugin.kind())
        .activate(new RunningRequest(activations, environment, closure, operation));
  }
}
