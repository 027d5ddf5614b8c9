package dev.latent.container.runtime.layer;

import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.RuntimeFactory;

/** Makes the runtime for layer plugins, which needs nothing but the JDK. Stateless. */
public final class LayerRuntimeFactory implements RuntimeFactory {

  /** Makes the factory. */
  public LayerRuntimeFactory() {}

  @Override
  public boolean available(ClassLoader loader, String framework) {
    return true;
  }

  @Override
  public PluginRuntime create(RuntimeEnvironment environment) {
    return new LayerRuntime(environment);
  }
}
