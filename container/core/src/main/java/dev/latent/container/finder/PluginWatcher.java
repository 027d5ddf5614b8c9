package dev.latent.container.finder;

/** Placeholder until directories are watched. */
final class PluginWatcher {
  PluginWatcher(FinderRegistry registry, FinderRoot[] roots) {}

  void start() {}

  void stop() {}
}
