package dev.latent.container.runtime.layer;

import dev.latent.api.PluginContext;
import dev.latent.api.PluginId;
import dev.latent.api.PluginServices;
import dev.latent.container.runtime.ActivationRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What an activator may use of the container; remembers whether it asked for its directory. */
final class LayerContext implements PluginContext {

  private final ActivationRequest request;
  private final PluginServices services;
  private volatile @Nullable Path asked;

  LayerContext(ActivationRequest request) {
    this.request = request;
    this.services = request.services();
  }

  @Override
  public PluginId plugin() {
    return request.plugin().id();
  }

  @Override
  public PluginServices services() {
    return services;
  }

  @Override
  public Path dataDirectory() {
    Path directory = request.dataDirectory();
    asked = directory;
    return directory;
  }

  /** The directory, if the plugin knows it. */
  @Nullable Path askedDirectory() {
    return asked;
  }
}
