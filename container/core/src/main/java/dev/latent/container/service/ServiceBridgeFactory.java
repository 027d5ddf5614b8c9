package dev.latent.container.service;

import dev.latent.container.runtime.PluginRuntime;

/**
 * Makes the bridge between the container's services and the service registry of a runtime that has
 * one of its own. It is found by name, like the runtime: for OSGi the class is {@code
 * dev.latent.container.service.osgi.OsgiServiceBridgeFactory}, public, with a public constructor
 * without parameters.
 */
public interface ServiceBridgeFactory {

  /**
   * Connects a runtime. Called once, while the container is built, before anything was activated;
   * boots nothing. The bridge does its work when the runtime's registry comes to life: it takes
   * {@link ServicePort#services()}, listens, and reports what it observes.
   *
   * @param runtime the runtime, as its own factory made it
   * @param port the container's services
   * @return the bridge
   */
  ServiceBridge connect(PluginRuntime runtime, ServicePort port);
}
