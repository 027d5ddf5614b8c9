package dev.latent.container;

import dev.latent.api.PluginServices;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.spi.FinderChain;
import dev.latent.container.root.AssembledContainer;

/** What a builder gives to the host. */
record BuiltContainer(AssembledContainer parts) implements PluginContainer {

  @Override
  public PluginServices services() {
    return parts.services();
  }

  @Override
  public PluginAdmin admin() {
    return parts.admin();
  }

  @Override
  public FinderChain finders() {
    return parts.finders();
  }

  @Override
  public void ready() {
    parts.ready();
  }

  @Override
  public void invalidate() {
    parts.invalidate();
  }

  @Override
  public void close() {
    parts.close();
  }
}
