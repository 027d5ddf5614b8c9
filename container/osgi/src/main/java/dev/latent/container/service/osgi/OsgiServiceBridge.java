package dev.latent.container.service.osgi;

import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.runtime.osgi.FrameworkWatcher;
import dev.latent.container.runtime.osgi.OsgiRuntime;
import dev.latent.container.service.ServiceBridge;
import dev.latent.container.service.ServicePort;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Builds the bridge when the framework boots, and takes it down. Thread-safe. */
final class OsgiServiceBridge implements ServiceBridge, FrameworkWatcher {

  private final ServicePort port;
  private final ComponentOffers components;
  private final AtomicReference<@Nullable BridgedRegistry> registry = new AtomicReference<>();

  OsgiServiceBridge(ServicePort port, OsgiRuntime runtime) {
    this.port = port;
    this.components = new ComponentOffers(port, runtime);
    port.gate(components);
  }

  @Override
  public void booted(BootedFramework framework) {
    BridgedRegistry built = new BridgedRegistry(framework, port, components);
    components.booting(framework);
    registry.set(built);
    built.open();
  }

  @Override
  public void ready() {
    BridgedRegistry built = registry.get();
    if (built != null) {
      built.heed();
    }
    components.ready();
    if (built != null) {
      built.ready();
    }
  }

  /** Bundles hear what leaves, on a thread that is given up where they don't let it go on. */
  @Override
  public void closing() {
    BridgedRegistry built = registry.getAndSet(null);
    components.close();
    if (built != null) {
      built.close();
    }
  }

  @Override
  public void close() {
    BridgedRegistry built = registry.get();
    if (built == null) {
      components.close();
    } else {
      built.rest();
    }
  }
}
