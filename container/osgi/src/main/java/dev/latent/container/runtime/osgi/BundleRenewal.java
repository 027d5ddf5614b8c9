package dev.latent.container.runtime.osgi;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Installs a bundle anew, its data area kept. Equinox gives a bundle whose stop method threw its
 * closed context again when it is started, and keeps to that over updates and refreshes.
 */
final class BundleRenewal {

  private final BundleContext system;

  BundleRenewal(BundleContext system) {
    this.system = system;
  }

  /** Takes a bundle out and puts a new one in its place. */
  Bundle renew(Bundle spoiled) throws BundleException {
    String location = spoiled.getLocation();
    try {
      Path kept = moveAside(spoiled);
      FrameworkWiring wiring = system.getBundle(0).adapt(FrameworkWiring.class);
      boolean used = anyActive(wiring.getDependencyClosure(List.of(spoiled)));
      spoiled.uninstall();
      if (!used) {
        // Else those that run keep its classes, as long as they run.
        Refresh.of(system, List.of(spoiled));
      }
      Bundle fresh = system.installBundle(location);
      if (kept != null) {
        Path data = fresh.getDataFile("").toPath();
        Files.deleteIfExists(data);
        Files.createDirectories(data.getParent());
        Files.move(kept, data);
      }
      return fresh;
    } catch (IOException e) {
      throw new BundleException("its data area can't be kept: " + e, e);
    }
  }

  private static boolean anyActive(Collection<Bundle> bundles) {
    for (Bundle bundle : bundles) {
      if (bundle.getState() == Bundle.ACTIVE) {
        return true;
      }
    }
    return false;
  }

  /** Moves the data area out of what goes with the bundle; null if there is nothing in it. */
  private static @Nullable Path moveAside(Bundle bundle) throws IOException {
    File data = bundle.getDataFile("");
    String[] files = data == null ? null : data.list();
    if (data == null || files == null || files.length == 0) {
      return null;
    }
    // Next to the directory of the bundle, so that moving copies nothing.
    File of = data.getAbsoluteFile().getParentFile();
    return Files.move(data.toPath(), Path.of(of + "-data-kept"));
  }
}
