package dev.latent.container.activation;

import dev.latent.api.CircularActivationException;
import dev.latent.api.PluginServices;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.StepTimer;
import java.nio.file.Path;

/** What a runtime is given for one activation, on the thread that performs it. */
final class RunningRequest implements ActivationRequest {

  private final Activations activations;
  private final ActivationEnvironment environment;
  private final Closure closure;
  private final Operation operation;

  RunningRequest(
      Activations activations,
      ActivationEnvironment environment,
      Closure closure,
      Operation operation) {
    this.activations = activations;
    this.environment = environment;
    this.closure = closure;
    this.operation = operation;
  }

  @Override
  public Closure closure() {
    return closure;
  }

  @Override
  public void activateFirst(RegisteredPlugin needed, String reason) {
    if (environment.refusal(needed) != null) {
      return; // disabled: its code serves as a library, and none of it is started
    }
    try {
      activations.activate(needed, new ActivationCause(reason));
    } catch (CircularActivationException e) {
      if (!e.plugin().filter(needed.id()::equals).isPresent()) {
        throw e;
      }
      // It is being activated by this chain already: whoever began it goes on with it.
    }
  }

  @Override
  public PluginServices services() {
    return environment.services(closure.plugin());
  }

  @Override
  public Path dataDirectory() {
    return environment.dataDirectory(closure.plugin());
  }

  @Override
  public void loader(ClassLoader loader) {
    Thread.currentThread().setContextClassLoader(loader);
  }

  @Override
  public StepTimer timer() {
    return operation.timer();
  }

  @Override
  public void early(RunningPlugin running) {
    operation.early(running);
  }
}
