package dev.latent.container.service.osgi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as Configuration Admin keeps it. Immutable but for what properties hold.
 *
 * @param pid its PID, with the target that it may have after a {@code |}
 * @param factoryPid the factory PID, likewise; null for a single configuration
 * @param location the bundle that it is for; null or beginning with {@code ?} for any
 * @param properties its properties, PIDs included
 */
record StoredConfiguration(
    String pid,
    @Nullable String factoryPid,
    @Nullable String location,
    Map<String, Object> properties) {

  /** Whether a bundle at a place may have it. */
  boolean isFor(String bundleLocation) {
    String bound = location;
    return bound == null || bound.startsWith("?") || bound.equals(bundleLocation);
  }
}
