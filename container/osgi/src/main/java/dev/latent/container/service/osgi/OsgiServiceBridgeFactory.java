package dev.latent.container.service.osgi;

import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.osgi.OsgiRuntime;
import dev.latent.container.service.ServiceBridge;
import dev.latent.container.service.ServiceBridgeFactory;
import dev.latent.container.service.ServicePort;

/** Connects the container's services with the registry of an OSGi framework. Stateless. */
public final class OsgiServiceBridgeFactory implements ServiceBridgeFactory {

  /** Makes the factory. */
  public OsgiServiceBridgeFactory() {}

  @Override
  public ServiceBridge connect(PluginRuntime runtime, ServicePort port) {
    if (!(runtime instanceof OsgiRuntime osgi)) {
      throw new IllegalArgumentException(
          "The OSGi service bridge serves the OSGi runtime only, not " + runtime.description());
    }
    OsgiServiceBridge bridge = new OsgiServiceBridge(port, osgi);
    osgi.watch(bridge);
    return bridge;
  }
}
