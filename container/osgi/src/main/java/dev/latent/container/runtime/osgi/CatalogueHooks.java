package dev.latent.container.runtime.osgi;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.bundle.EventHook;
import org.osgi.framework.hooks.bundle.FindHook;

/**
 * Lets bundles of the catalogue have the name and version of a plugin: they don't stand in the way
 * of its bundle, and other bundles never see them, so that nobody takes one for the plugin. In
 * force from the first such bundle on. Thread-safe.
 */
final class CatalogueHooks implements CollisionHook, FindHook, EventHook {

  /** What the names of the catalogue's bundles begin with. */
  static final String PREFIX = "catalogue-";

  /** Set while this thread installs a bundle of the catalogue. */
  private static final ThreadLocal<@Nullable Boolean> INSTALLS = new ThreadLocal<>();

  private final BootedFramework framework;
  private final AtomicBoolean registered = new AtomicBoolean();

  CatalogueHooks(BootedFramework framework) {
    this.framework = framework;
  }

  /** Installs a bundle of the catalogue that is called as a plugin is. */
  Bundle install(String name, CatalogueContent content) throws BundleException {
    if (registered.compareAndSet(false, true)) {
      framework
          .context()
          .registerService(
              new String[] {
                CollisionHook.class.getName(), FindHook.class.getName(), EventHook.class.getName()
              },
              this,
              FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, Integer.MIN_VALUE)));
    }
    INSTALLS.set(true);
    try {
      return framework.install(name, content);
    } finally {
      INSTALLS.remove();
    }
  }

  private static boolean ofCatalogue(Bundle bundle) {
    return bundle.getLocation().startsWith(IndexConnector.OWN_SCHEME + PREFIX);
  }

  @Override
  public void filterCollisions(
      int operation, Bundle target, Collection<Bundle> collisionCandidates) {
    if (INSTALLS.get() != null) {
      collisionCandidates.clear();
    } else {
      collisionCandidates.removeIf(CatalogueHooks::ofCatalogue);
    }
  }

  @Override
  public void find(BundleContext context, Collection<Bundle> bundles) {
    if (context.getBundle().getBundleId() != Constants.SYSTEM_BUNDLE_ID) {
      bundles.removeIf(CatalogueHooks::ofCatalogue);
    }
  }

  @Override
  public void event(BundleEvent event, Collection<BundleContext> contexts) {
    if (ofCatalogue(event.getBundle())) {
      contexts.removeIf(context -> context.getBundle().getBundleId() != Constants.SYSTEM_BUNDLE_ID);
    }
  }
}
