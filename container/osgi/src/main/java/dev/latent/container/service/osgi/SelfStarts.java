package dev.latent.container.service.osgi;

import dev.latent.api.PluginException;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.service.ServicePort;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Tells the container of bundles that were started by something else than it: by the first use of a
 * class, by another bundle, by the framework after a refresh.
 */
final class SelfStarts implements SynchronousBundleListener {

  private final BootedFramework framework;
  private final ServicePort port;
  private final Placeholders placeholders;

  SelfStarts(BootedFramework framework, ServicePort port, Placeholders placeholders) {
    this.framework = framework;
    this.port = port;
    this.placeholders = placeholders;
  }

  void open() {
    framework.context().addBundleListener(this);
  }

  void close() {
    BundleContext context = framework.context();
    if (context != null) { // else the framework went down, and its listeners with it
      context.removeBundleListener(this);
    }
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() != BundleEvent.STARTED || event.getBundle().getState() != Bundle.ACTIVE) {
      return;
    }
    RegisteredPlugin plugin = framework.pluginOf(event.getBundle());
    if (plugin == null) {
      return;
    }
    if (Around.runsComponents(plugin, port)) {
      placeholders.componentsRun();
    }
    if (framework.starting(plugin)) {
      return;
    }
    try {
      port.activate(plugin, "its bundle was started in the framework");
    } catch (PluginException e) {
      // The container has recorded it; the bundle runs all the same.
      return;
    }
  }
}
