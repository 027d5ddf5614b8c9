package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginServices;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.StepTimer;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A request of a test that plays activation itself; bundles ask nothing else of it. */
record TestRequest(
    Closure closure,
    StepTimer timer,
    Consumer<RegisteredPlugin> activator,
    Consumer<RunningPlugin> circle)
    implements ActivationRequest {

  TestRequest(
      Closure closure, Consumer<RegisteredPlugin> activator, Consumer<RunningPlugin> circle) {
    this(closure, new StepTimer(), activator, circle);
  }

  @Override
  public void activateFirst(RegisteredPlugin needed, String reason) {
    activator.accept(needed);
  }

  @Override
  public void early(RunningPlugin early) {
    circle.accept(early);
  }

  @Override
  public PluginServices services() {
    throw new AssertionError("A bundle asks the framework for services.");
  }

  @Override
  public Path dataDirectory() {
    throw new AssertionError("A bundle asks the framework for its data area.");
  }
}
