package dev.latent.api;

import java.nio.file.Path;

/** What a module-layer plugin may use of the container that activated it. Thread-safe. */
public interface PluginContext {

  /**
   * The plugin itself.
   *
   * @return its id
   */
  PluginId plugin();

  /**
   * The services of all plugins and of the host. What is registered here is withdrawn when the
   * plugin stops.
   *
   * @return the lookup, on behalf of this plugin
   */
  PluginServices services();

  /**
   * A directory of the plugin's own that survives restarts and updates; created by this call.
   *
   * @return an existing, writable directory
   */
  Path dataDirectory();
}
