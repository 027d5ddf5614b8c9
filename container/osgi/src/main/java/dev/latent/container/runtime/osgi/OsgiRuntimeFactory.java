package dev.latent.container.runtime.osgi;

import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.RuntimeFactory;

/**
 * Makes the runtime for bundles where Apache Felix or Eclipse Equinox is on the path of the host.
 * Where both are and the host chose none, Felix is taken. Stateless.
 */
public final class OsgiRuntimeFactory implements RuntimeFactory {

  /** Makes the factory. */
  public OsgiRuntimeFactory() {}

  @Override
  public boolean available(ClassLoader loader, String framework) {
    return FrameworkKind.choose(loader, framework) != null;
  }

  @Override
  public PluginRuntime create(RuntimeEnvironment environment) {
    FrameworkKind kind = FrameworkKind.choose(environment.hostLoader(), environment.framework());
    if (kind == null) {
      throw new IllegalStateException(
          (environment.framework().isEmpty()
                  ? "No OSGi framework"
                  : "OSGi framework '" + environment.framework() + "' not found")
              + " on the class path of the host. Put org.apache.felix:org.apache.felix.framework or"
              + " org.eclipse.platform:org.eclipse.osgi there, or choose the framework 'none'.");
    }
    return new OsgiRuntime(kind, environment);
  }
}
