package dev.latent.published.inside;

import dev.latent.published.probe.Framework;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Tells the host of the framework that it runs in. */
public final class LookAround implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Framework.is(context);
  }

  @Override
  public void stop(BundleContext context) {
    Framework.is(null);
  }
}
