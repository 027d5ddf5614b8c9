package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.ReferenceWiring;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.Resolver;

/**
 * Computes the wiring of the reference run with the framework's own resolver, over the index:
 * nothing is installed, and the framework need not be up. The resolver that comes in the
 * framework's jar is the one that decides there, whatever its version.
 */
final class ReferenceRun {

  private static final System.Logger LOG = System.getLogger(ReferenceRun.class.getName());
  private static final int TRIES = 20;
  private static final String RESOLVER = "org.apache.felix.resolver.ResolverImpl";
  private static final String LOGGER = "org.apache.felix.resolver.Logger";

  private final FrameworkKind kind;
  private final ClassLoader loader;
  private boolean complete = true;

  ReferenceRun(FrameworkKind kind, ClassLoader loader) {
    this.kind = kind;
    this.loader = loader;
  }

  /**
   * Resolves all bundles of a set as if at once.
   *
   * @return the wiring; null if this framework has no resolver that can be used. Check {@link
   *     #complete}
   */
  @Nullable ReferenceWiring resolve(PluginSet set, List<Capability> hostCapabilities) {
    try (ReferenceLimit limit = new ReferenceLimit()) {
      return resolve(set, hostCapabilities, limit);
    }
  }

  /** The same within a limit. */
  @Nullable ReferenceWiring resolve(
      PluginSet set, List<Capability> hostCapabilities, ReferenceLimit limit) {
    Resolver resolver = resolver();
    if (resolver == null) {
      return null;
    }
    List<IndexResource> installed = IndexResource.all(set);
    ReferenceIndex index =
        new ReferenceIndex(IndexResource.ofHost(hostCapabilities), installed, kind);
    SettledWires settled = new SettledWires(index);
    Map<Resource, List<Wire>> resolved = new HashMap<>();
    for (IndexResource bundle : index.bundles()) {
      if (settled.contains(bundle)) {
        resolved.put(bundle, List.of());
      }
    }
    List<IndexResource> left = new ArrayList<>();
    String why = "";
    for (List<IndexResource> part : settled.parts()) {
      try {
        resolved.putAll(resolve(resolver, new ReferenceContext(index, part, limit)));
      } catch (ResolutionException e) {
        left.addAll(part);
        why = Words.oneLine(String.valueOf(e.getMessage()));
      }
    }
    if (!left.isEmpty()) {
      complete = false;
      notResolved(left, why);
    }
    return wiring(index, installed, resolved);
  }

  /** Whether all could be resolved together that has to be. Valid after {@link #resolve}. */
  boolean complete() {
    return complete;
  }

  private void notResolved(List<IndexResource> left, String why) {
    LOG.log(
        System.Logger.Level.WARNING,
        "The resolver of "
            + kind.label()
            + " can't resolve "
            + left.size()
            + " plugins that compete, among them "
            + left.get(0)
            + " ("
            + why
            + "). Where several provide the same to these, the highest version is taken without"
            + " regard to uses constraints.");
  }

  /**
   * Resolves, and if the resolver gives up because of some bundles, again without these: they
   * resolve alone or not at all.
   */
  private static Map<Resource, List<Wire>> resolve(Resolver resolver, ReferenceContext context)
      throws ResolutionException {
    for (int tries = 0; ; tries++) {
      try {
        return resolver.resolve(context);
      } catch (ResolutionException e) {
        List<Resource> faulty = new ArrayList<>();
        for (Requirement requirement : e.getUnresolvedRequirements()) {
          faulty.add(requirement.getResource());
        }
        if (tries == TRIES
            || e.getCause() instanceof CancellationException
            || !context.leaveOut(faulty)) {
          throw e;
        }
      }
    }
  }

  private static ReferenceWiring wiring(
      ReferenceIndex index, List<IndexResource> installed, Map<Resource, List<Wire>> resolved) {
    Map<RegisteredPlugin, List<ReferenceWiring.Wire>> wires = new LinkedHashMap<>();
    for (IndexResource resource : installed) {
      List<Wire> found = resolved.get(resource);
      RegisteredPlugin plugin = resource.plugin();
      if (found != null && plugin != null) {
        List<ReferenceWiring.Wire> known = new ArrayList<>(found.size());
        for (IndexResource.Needed needed : resource.settled()) {
          for (org.osgi.resource.Capability provider : index.providers(needed)) {
            IndexResource.Provided provided = (IndexResource.Provided) provider;
            // A package that a bundle imports from itself is its own, without a wire.
            if (!provided.getResource().equals(resource)
                || !provided.getNamespace().equals(Namespaces.PACKAGE)) {
              known.add(wire(plugin, plugin, provided.getResource(), provided));
            }
          }
        }
        for (Wire wire : found) {
          RegisteredPlugin declaredBy =
              ((IndexResource) wire.getRequirement().getResource()).plugin();
          known.add(
              wire(
                  plugin,
                  declaredBy,
                  (IndexResource) wire.getProvider(),
                  (IndexResource.Provided) wire.getCapability()));
        }
        wires.put(plugin, List.copyOf(known));
      }
    }
    return new ReferenceWiring(wires);
  }

  private static ReferenceWiring.Wire wire(
      RegisteredPlugin user,
      @Nullable RegisteredPlugin declaredBy,
      IndexResource provider,
      IndexResource.Provided capability) {
    return new ReferenceWiring.Wire(
        declaredBy == null ? user : declaredBy,
        provider.plugin(),
        capability.getResource().plugin(),
        capability.getNamespace(),
        capability.name());
  }

  /** The framework's resolver, which no framework exports; on this thread alone. */
  private @Nullable Resolver resolver() {
    try {
      Class<?> logger = Class.forName(LOGGER, true, loader);
      Constructor<?> quiet = logger.getDeclaredConstructor(int.class);
      quiet.setAccessible(true);
      Constructor<?> constructor =
          Class.forName(RESOLVER, true, loader).getDeclaredConstructor(logger, Executor.class);
      constructor.setAccessible(true);
      return (Resolver) constructor.newInstance(quiet.newInstance(0), new Inline());
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The resolver of "
              + kind.label()
              + " can't be used ("
              + e
              + "). Where several plugins provide the same, the highest version is taken"
              + " without regard to uses constraints.");
      return null;
    }
  }

  private static final class Inline implements Executor {

    @Override
    public void execute(Runnable command) {
      command.run();
    }
  }
}
