package dev.latent.container.runtime.osgi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.FrameworkWiring;

/** Refreshes bundles and waits until that is done. */
final class Refresh {

  private static final long LIMIT_SECONDS = 60;

  private Refresh() {}

  /** Refreshes bundles and all that are wired to them. */
  static void of(BundleContext system, Collection<Bundle> bundles) {
    CountDownLatch done = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    ClassLoader context = caller.getContextClassLoader();
    // The first refresh makes a thread that keeps the caller's context loader as long as the
    // framework runs; who stops a plugin has the plugin's.
    caller.setContextClassLoader(Refresh.class.getClassLoader());
    try {
      system
          .getBundle(0)
          .adapt(FrameworkWiring.class)
          .refreshBundles(
              bundles,
              event -> {
                if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                  done.countDown();
                }
              });
    } finally {
      caller.setContextClassLoader(context);
    }
    try {
      if (!done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "The framework has not refreshed "
                + bundles
                + " within "
                + LIMIT_SECONDS
                + " s. Starting or stopping now: "
                + underWay(system)
                + ". Look for a start or stop method that does not return.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + bundles + " were refreshed.", e);
    }
  }

  private static List<Bundle> underWay(BundleContext system) {
    List<Bundle> underWay = new ArrayList<>();
    for (Bundle bundle : system.getBundles()) {
      if ((bundle.getState() & (Bundle.STARTING | Bundle.STOPPING)) != 0) {
        underWay.add(bundle);
      }
    }
    return underWay;
  }
}
