package dev.latent.container.admin;

import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;

/** Takes in what changed at the finders. */
public interface PluginRefresher {

  /**
   * Looks at the finders again.
   *
   * @return what happened, a line each
   */
  List<String> refresh();

  /**
   * Does without a lookup what a plugin's new policy asks for, on another thread.
   *
   * @param plugin the plugin
   */
  void policyChanged(RegisteredPlugin plugin);
}
