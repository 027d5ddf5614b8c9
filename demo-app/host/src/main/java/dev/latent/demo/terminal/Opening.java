package dev.latent.demo.terminal;

import dev.latent.container.PluginContainer;
import java.nio.file.Path;

/** Opens the container that the demo works with. */
public interface Opening {

  /**
   * Opens it.
   *
   * @param plugins where the plugins are
   * @return the container, with all plugins registered
   */
  PluginContainer open(Path plugins);
}
