package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginKind;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.ReferenceWiring;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
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
  private static final int LIMIT_SECONDS = 20;
  private static final String RESOLVER = "org.apache.felix.resolver.ResolverImpl";
  private static final String LOGGER = "org.apache.felix.resolver.Logger";

  private final FrameworkKind kind;
  private final ClassLoader loader;

  ReferenceRun(FrameworkKind kind, ClassLoader loader) {
    this.kind = kind;
    this.loader = loader;
  }

  /**
   * Resolves all bundles of a set at once.
   *
   * @return the wiring; null if this framework has no resolver that can be used, or if that fails
   */
  @Nullable ReferenceWiring resolve(PluginSet set, List<Capability> hostCapabilities) {
    Resolver resolver = resolver();
    if (resolver == null) {
      return null;
    }
    List<IndexResource> installed = new ArrayList<>();
    for (RegisteredPlugin plugin : set.all()) {
      if (plugin.kind() == PluginKind.BUNDLE && plugin.descriptor().bundle()) {
        installed.add(IndexResource.of(plugin, installed.size() + 1));
      }
    }
    ReferenceContext context =
        new ReferenceContext(IndexResource.ofHost(hostCapabilities), installed, kind);
    Thread watchdog = watchdog(context);
    try {
      return wiring(installed, resolve(resolver, context));
    } catch (ResolutionException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The resolver of "
              + kind.label()
              + " can't resolve all "
              + installed.size()
              + " plugins at once ("
              + Words.oneLine(String.valueOf(e.getMessage()))
              + "). Where several plugins provide the same, the highest version is taken without"
              + " regard to uses constraints.");
      return null;
    } finally {
      watchdog.interrupt();
    }
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

  /** Resolving is exponential where uses constraints contradict each other; this ends it. */
  private static Thread watchdog(ReferenceContext context) {
    Thread thread =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(LIMIT_SECONDS);
                context.cancel();
              } catch (InterruptedException e) {
                return; // resolved in time
              }
            },
            "latent-wiring-limit");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static ReferenceWiring wiring(
      List<IndexResource> installed, Map<Resource, List<Wire>> resolved) {
    Map<RegisteredPlugin, List<ReferenceWiring.Wire>> wires = new LinkedHashMap<>();
    for (IndexResource resource : installed) {
      List<Wire> found = resolved.get(resource);
      RegisteredPlugin plugin = resource.plugin();
      if (found != null && plugin != null) {
        List<ReferenceWiring.Wire> known = new ArrayList<>(found.size());
        for (Wire wire : found) {
          known.add(wire(plugin, wire));
        }
        wires.put(plugin, List.copyOf(known));
      }
    }
    return new ReferenceWiring(wires);
  }

  private static ReferenceWiring.Wire wire(RegisteredPlugin user, Wire wire) {
    IndexResource.Provided capability = (IndexResource.Provided) wire.getCapability();
    RegisteredPlugin declaredBy = ((IndexResource) wire.getRequirement().getResource()).plugin();
    return new ReferenceWiring.Wire(
        declaredBy == null ? user : declaredBy,
        ((IndexResource) wire.getProvider()).plugin(),
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
