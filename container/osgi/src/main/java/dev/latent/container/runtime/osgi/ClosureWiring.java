package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.resolve.ReferenceWiring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Makes the framework wire each plugin as in the reference run, or to the providers that its
 * closure names where that is not known, so that wiring does not depend on which plugins happened
 * to be installed before. A choice that can't be kept is given up for that resolution. Thread-safe.
 */
final class ClosureWiring implements ResolverHookFactory, ResolverHook {

  /** Set while this thread resolves what could not be resolved with the choices of closures. */
  private static final ThreadLocal<@Nullable Boolean> OFF = new ThreadLocal<>();

  private final BundleContext system;
  private final InstalledBundles bundles;
  private final DynamicWiring dynamic;
  private final Map<RegisteredPlugin, Choice> choices = new ConcurrentHashMap<>();

  /**
   * Who provides for the requirements that one plugin declares.
   *
   * @param wires the chosen wires
   * @param whole whether there are no other wires than these
   */
  private record Choice(List<ReferenceWiring.Wire> wires, boolean whole) {}

  ClosureWiring(BundleContext system, InstalledBundles bundles, DynamicWiring dynamic) {
    this.system = system;
    this.bundles = bundles;
    this.dynamic = dynamic;
  }

  /** Remembers the choices of a closure. */
  void follow(Closure closure) {
    ReferenceWiring reference = closure.reference();
    Map<RegisteredPlugin, List<ReferenceWiring.Wire>> found = new HashMap<>();
    for (Closure.Wire wire : closure.wires()) {
      found
          .computeIfAbsent(wire.user(), user -> new ArrayList<>())
          .add(
              new ReferenceWiring.Wire(
                  wire.user(), wire.provider(), wire.provider(), wire.namespace(), wire.name()));
    }
    for (RegisteredPlugin member : closure.members()) {
      if (reference != null && reference.resolved(member)) {
        choices.put(member, new Choice(reference.declared(member), true));
      } else {
        // The first closure that a plugin is resolved in is the one that counts for it.
        choices.putIfAbsent(
            member, new Choice(List.copyOf(found.getOrDefault(member, List.of())), false));
      }
    }
  }

  /** Forgets a plugin that left. */
  void forget(RegisteredPlugin plugin) {
    choices.remove(plugin);
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

  /** Whether somebody else decides about wires as well, so that no reference run is known. */
  boolean foreignHooks() {
    try {
      ServiceReference<?>[] hooks =
          system.getAllServiceReferences(ResolverHookFactory.class.getName(), null);
      if (hooks != null) {
        for (ServiceReference<?> hook : hooks) {
          Object owner = hook.getProperty(Constants.SERVICE_BUNDLEID);
          if (!(owner instanceof Long id) || id != Constants.SYSTEM_BUNDLE_ID) {
            return true;
          }
        }
      }
      return false;
    } catch (InvalidSyntaxException | IllegalStateException e) {
      return false; // no filter is given; a framework that is closing wires nothing any more
    }
  }

  @Override
  public ResolverHook begin(Collection<BundleRevision> triggers) {
    return this;
  }

  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    if (candidates.isEmpty()) {
      return;
    }
    if (requirement.getRevision().getWiring() != null) {
      dynamic.filter(requirement, candidates);
      return;
    }
    dynamic.hideCatalogue(candidates);
    if (OFF.get() != null) {
      return;
    }
    RegisteredPlugin user = bundles.pluginOf(requirement.getRevision().getBundle());
    Choice choice = user == null ? null : choices.get(user);
    if (user == null || choice == null) {
      return;
    }
    List<BundleCapability> kept = new ArrayList<>();
    for (BundleCapability candidate : candidates) {
      if (chosen(choice, user, candidate)) {
        kept.add(candidate);
      }
    }
    if (choice.whole() || !kept.isEmpty()) {
      candidates.removeIf(candidate -> !kept.contains(candidate));
    }
  }

  private boolean chosen(Choice choice, RegisteredPlugin user, BundleCapability candidate) {
    boolean host = candidate.getRevision().getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
    RegisteredPlugin provider = bundles.pluginOf(candidate.getRevision().getBundle());
    if (provider == null && !host) {
      return false;
    }
    Object main = candidate.getAttributes().get(candidate.getNamespace());
    String name = main == null ? "" : main.toString();
    boolean wired = false;
    for (ReferenceWiring.Wire wire : choice.wires()) {
      if (wire.namespace().equals(candidate.getNamespace()) && wire.name().equals(name)) {
        wired = true;
        if (host
            ? wire.provider() == null
            : Objects.equals(provider, wire.provider()) || Objects.equals(provider, wire.from())) {
          return true;
        }
      }
    }
    // What a bundle has itself needs no wire.
    return !wired && user.equals(provider);
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
