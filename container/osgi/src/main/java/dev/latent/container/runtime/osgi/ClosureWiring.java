package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Makes the framework wire each plugin to the providers that its closure names, so that wiring does
 * not depend on which plugins happened to be installed before. A choice that can't be kept, because
 * of {@code uses} constraints, is given up for that resolution. Thread-safe.
 */
final class ClosureWiring implements ResolverHookFactory, ResolverHook {

  /** Set while this thread resolves what could not be resolved with the choices of closures. */
  private static final ThreadLocal<@Nullable Boolean> OFF = new ThreadLocal<>();

  private final InstalledBundles bundles;
  private final Map<RegisteredPlugin, List<Closure.Wire>> wires = new ConcurrentHashMap<>();

  ClosureWiring(InstalledBundles bundles) {
    this.bundles = bundles;
  }

  /** Remembers the choices of a closure. */
  void follow(Closure closure) {
    Map<RegisteredPlugin, List<Closure.Wire>> found = new HashMap<>();
    for (Closure.Wire wire : closure.wires()) {
      found.computeIfAbsent(wire.user(), user -> new ArrayList<>()).add(wire);
    }
    // The first closure that a plugin is resolved in is the one that counts for it.
    found.forEach((user, chosen) -> wires.putIfAbsent(user, List.copyOf(chosen)));
  }

  /** Forgets a plugin that left. */
  void forget(RegisteredPlugin plugin) {
    wires.remove(plugin);
  }

  /** Resolves without the choices. */
  void without(Runnable resolution) {
    OFF.set(true);
    try {
      resolution.run();
    } finally {
      OFF.remove();
    }
  }

  @Override
  public @Nullable ResolverHook begin(Collection<BundleRevision> triggers) {
    return OFF.get() == null ? this : null;
  }

  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    if (candidates.size() < 2) {
      return;
    }
    RegisteredPlugin user = bundles.pluginOf(requirement.getRevision().getBundle());
    List<Closure.Wire> chosen = user == null ? null : wires.get(user);
    if (chosen == null || chosen.isEmpty()) {
      return;
    }
    List<BundleCapability> kept = new ArrayList<>();
    for (BundleCapability candidate : candidates) {
      RegisteredPlugin provider = bundles.pluginOf(candidate.getRevision().getBundle());
      Object name = candidate.getAttributes().get(candidate.getNamespace());
      for (Closure.Wire wire : chosen) {
        if (wire.provider().equals(provider)
            && wire.namespace().equals(candidate.getNamespace())
            && wire.name().equals(name)) {
          kept.add(candidate);
        }
      }
    }
    if (!kept.isEmpty()) {
      candidates.removeIf(candidate -> !kept.contains(candidate));
    }
  }

  @Override
  public void filterResolvable(Collection<BundleRevision> candidates) {
    // All may be resolved.
  }

  @Override
  public void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> collisions) {
    // As the framework finds them.
  }

  @Override
  public void end() {
    // Nothing is kept for one resolution.
  }
}
