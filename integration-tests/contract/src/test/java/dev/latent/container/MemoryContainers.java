package dev.latent.container;

import dev.latent.api.PluginKind;
import dev.latent.container.runtime.RuntimeFactory;

/** Opens to the contract suite what the builder keeps for tests. */
public final class MemoryContainers {

  private MemoryContainers() {}

  /** Lets a runtime of a test run all plugins, instead of those that the container finds. */
  public static PluginContainerBuilder on(PluginContainerBuilder builder, RuntimeFactory runtime) {
    return builder.runtime(PluginKind.LAYER, runtime);
  }
}
