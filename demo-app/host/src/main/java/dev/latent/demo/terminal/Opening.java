package dev.latent.demo.terminal;

import dev.latent.container.PluginContainer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens the container that the demo works with. */
public interface Opening {

  /**
   * Opens it.
   *
   * @param plugins where the plugins are
   * @param eager whether to activate all plugins now, for comparison
   * @param state where index and state are kept; null for beside the plugins
   * @return the container, with all plugins registered
   */
  PluginContainer open(Path plugins, boolean eager, @Nullable Path state);

  /**
   * Opens it as it is meant to be used.
   *
   * @param plugins where the plugins are
   * @return the container, with all plugins registered
   */
  default PluginContainer open(Path plugins) {
    return open(plugins, false, null);
  }
}
