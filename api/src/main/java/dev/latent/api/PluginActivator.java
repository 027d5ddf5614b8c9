package dev.latent.api;

/**
 * Lifecycle of a module-layer plugin, provided as a service of this type by plugins that want one:
 * {@code provides dev.latent.api.PluginActivator with ...}. Bundles use their own {@code
 * BundleActivator} instead.
 */
public interface PluginActivator {

  /**
   * Runs when the plugin is activated, before any of its services is given out, on the thread whose
   * lookup activated it, with the plugin's class loader as context class loader and no lock of the
   * container held.
   *
   * @param context what the plugin may use of the container
   * @throws Exception if the plugin can't work; the activation fails with it as cause
   */
  void start(PluginContext context) throws Exception;

  /**
   * Runs when the plugin stops, after its services were withdrawn. Must return within the stop
   * limit of the container; else it is interrupted and reported.
   *
   * @param context the context that {@link #start} got
   * @throws Exception reported; the plugin counts as stopped all the same
   */
  default void stop(PluginContext context) throws Exception {}
}
