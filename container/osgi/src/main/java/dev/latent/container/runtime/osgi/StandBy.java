package dev.latent.container.runtime.osgi;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginServices;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.StepTimer;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Brings the bundle of one plugin as far as it can come without code of it being run. */
final class StandBy implements ActivationRequest {

  private final BootedFramework framework;
  private final Closure closure;
  private final StepTimer timer = new StepTimer();

  StandBy(BootedFramework framework, Closure closure) {
    this.framework = framework;
    this.closure = closure;
  }

  /** The context of the waiting bundle. */
  BundleContext context() {
    Bundle bundle = new BundleActivation(framework, this).installAndResolve();
    if (bundle.getState() == Bundle.RESOLVED) {
      try {
        bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
      } catch (BundleException e) {
        throw new StartFailure(plugin(), framework.environment().plugins().get()).explain(e);
      }
    }
    BundleContext context = bundle.getBundleContext();
    if (context == null) {
      throw new ActivationException(
          plugin().id(),
          "The bundle of plugin "
              + plugin().id()
              + " could not be made to wait for its start, so that its services can't be promised"
              + " in its name: another thread stopped it. The next change of the plugin tries"
              + " again.",
          null);
    }
    return context;
  }

  @Override
  public Closure closure() {
    return closure;
  }

  @Override
  public StepTimer timer() {
    return timer;
  }

  @Override
  public void activateFirst(RegisteredPlugin needed, String reason) {
    throw runsNothing();
  }

  @Override
  public PluginServices services() {
    throw runsNothing();
  }

  @Override
  public Path dataDirectory() {
    throw runsNothing();
  }

  @Override
  public void early(RunningPlugin running) {
    throw runsNothing();
  }

  private IllegalStateException runsNothing() {
    return new IllegalStateException(plugin().id() + " only waits; nothing of it runs.");
  }
}
