package dev.latent.demo.standin;

import dev.latent.api.PluginServices;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.spi.FinderChain;
import dev.latent.container.PluginContainer;

/** Plugins in memory as a container. */
public final class StandInContainer implements PluginContainer {

  private final StandInPlugins plugins;

  /** Wraps the plugins. */
  public StandInContainer(StandInPlugins plugins) {
    this.plugins = plugins;
  }

  @Override
  public PluginServices services() {
    return plugins;
  }

  @Override
  public PluginAdmin admin() {
    return plugins;
  }

  @Override
  public FinderChain finders() {
    throw new UnsupportedOperationException("The plugins that stand in come from nowhere.");
  }

  @Override
  public void ready() {}

  @Override
  public void invalidate() {}

  @Override
  public void close() {}
}
