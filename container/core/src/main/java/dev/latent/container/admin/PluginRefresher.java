package dev.latent.container.admin;

import java.util.List;

/** Takes in what changed at the finders. */
@FunctionalInterface
public interface PluginRefresher {

  /**
   * Looks at the finders again.
   *
   * @return what happened, a line each
   */
  List<String> refresh();
}
