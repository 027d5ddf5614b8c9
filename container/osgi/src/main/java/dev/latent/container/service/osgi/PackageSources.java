package dev.latent.container.service.osgi;

import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.service.ServicePort;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Tells where bundles and plugins get a package from: of resolved bundles by their wires, of
 * bundles that are not resolved yet by the closure that they would be resolved with. A source is
 * the plugin whose copy of the package it is, or the id of a bundle that the container did not
 * install; 0 is the host's copy. Loads no class. Thread-safe.
 */
final class PackageSources {

  /** The host's copy, exported by the framework itself. */
  static final Set<Object> HOST = Set.of(0L);

  /** Nobody can tell; whoever asks must assume that it may be the one that is looked for. */
  static final Set<Object> UNKNOWN = Set.of();

  private final BootedFramework framework;
  private final ServicePort port;
  private volatile Known known = new Known(-1, new ConcurrentHashMap<>());

  /** A copy of a package in a module layer, which no bundle can share. */
  private record OfLayer(RegisteredPlugin plugin) {}

  private record Asked(RegisteredPlugin plugin, String packageName) {}

  private record Known(long generation, Map<Asked, Set<Object>> sources) {}

  PackageSources(BootedFramework framework, ServicePort port) {
    this.framework = framework;
    this.port = port;
  }

  /**
   * Where a bundle's classes get a package from, other than a private one of its own.
   *
   * @return its sources, several where required bundles split the package; empty if it has none
   */
  Set<Object> of(Bundle bundle, String packageName) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      return UNKNOWN;
    }
    BundleWire imported = importOf(wiring, packageName);
    if (imported != null) {
      return Set.of(key(imported.getProviderWiring().getBundle()));
    }
    Set<Object> sources = new LinkedHashSet<>();
    required(wiring, packageName, false, new HashSet<>(), sources);
    if (exports(wiring, packageName)) {
      sources.add(key(bundle));
    }
    return sources;
  }

  /** Where the classes of a plugin of any kind get a package from, once it is active. */
  Set<Object> of(RegisteredPlugin plugin, String packageName) {
    Bundle bundle = framework.bundleOf(plugin);
    if (bundle != null && bundle.adapt(BundleWiring.class) != null) {
      Set<Object> sources = of(bundle, packageName);
      return sources.isEmpty() ? own(plugin, packageName) : sources;
    }
    long generation = port.plugins().generation();
    Known current = known;
    if (current.generation() != generation) {
      current = new Known(generation, new ConcurrentHashMap<>());
      known = current;
    }
    Asked asked = new Asked(plugin, packageName);
    Set<Object> sources = current.sources().get(asked);
    if (sources == null) {
      Closure closure = port.closure(plugin);
      sources =
          switch (plugin.kind()) {
            case BUNDLE -> ofBundle(closure, plugin, packageName, new HashSet<>());
            case LAYER -> ofLayer(closure, packageName);
          };
      current.sources().put(asked, sources);
    }
    return sources;
  }

  /** The source that a bundle is for its own packages. */
  Set<Object> exporter(Bundle bundle) {
    return Set.of(key(bundle));
  }

  private Object key(Bundle bundle) {
    RegisteredPlugin plugin = framework.pluginOf(bundle);
    return plugin == null ? (Object) bundle.getBundleId() : plugin;
  }

  private static @Nullable BundleWire importOf(BundleWiring wiring, String packageName) {
    for (BundleWire wire : wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
      if (packageName.equals(name(wire.getCapability()))) {
        return wire;
      }
    }
    return null;
  }

  private static boolean exports(BundleWiring wiring, String packageName) {
    for (BundleCapability capability : wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
      if (packageName.equals(name(capability))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Object name(BundleCapability capability) {
    return capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
  }

  /** Adds what required bundles, and those that they re-export, have of a package. */
  private void required(
      BundleWiring wiring,
      String packageName,
      boolean reexportedOnly,
      Set<BundleWiring> seen,
      Set<Object> sources) {
    for (BundleWire wire : wiring.getRequiredWires(BundleNamespace.BUNDLE_NAMESPACE)) {
      boolean reexported =
          BundleNamespace.VISIBILITY_REEXPORT.equals(
              wire.getRequirement()
                  .getDirectives()
                  .get(BundleNamespace.REQUIREMENT_VISIBILITY_DIRECTIVE));
      BundleWiring provider = wire.getProviderWiring();
      if ((reexported || !reexportedOnly) && seen.add(provider)) {
        BundleWire substituted = importOf(provider, packageName);
        if (exports(provider, packageName)) {
          sources.add(key(provider.getBundle()));
        } else if (substituted != null && declares(provider, packageName)) {
          sources.add(key(substituted.getProviderWiring().getBundle()));
        }
        required(provider, packageName, true, seen, sources);
      }
    }
  }

  /** Whether a bundle exports a package in its manifest, though it may use another's copy. */
  private static boolean declares(BundleWiring wiring, String packageName) {
    for (BundleCapability declared :
        wiring.getRevision().getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE)) {
      if (packageName.equals(name(declared))) {
        return true;
      }
    }
    return false;
  }

  private Set<Object> ofBundle(
      Closure closure, RegisteredPlugin plugin, String packageName, Set<RegisteredPlugin> seen) {
    if (!closure.resolvable() || !seen.add(plugin)) {
      return UNKNOWN;
    }
    PluginDescriptor descriptor = plugin.descriptor();
    boolean exported = exports(descriptor, packageName);
    for (Requirement requirement : descriptor.requirements()) {
      if (Namespaces.PACKAGE.equals(requirement.namespace())
          && packageName.equals(requirement.attributes().get(Namespaces.PACKAGE))
          && !"dynamic".equals(requirement.directives().get("resolution"))) {
        Set<Object> imported = imported(closure, plugin, requirement, packageName, exported);
        if (!imported.isEmpty() || !requirement.optional()) {
          return imported;
        }
      }
    }
    Set<Object> sources = new LinkedHashSet<>();
    for (Closure.Wire wire : closure.wiresOf(plugin)) {
      if (Namespaces.BUNDLE.equals(wire.namespace())) {
        // What a required bundle gives is what it has itself, or has from those it re-exports.
        Set<Object> given = given(closure, wire.provider(), packageName, seen);
        sources.addAll(given);
      }
    }
    if (requiresHost(descriptor) && hostExports(packageName)) {
      sources.addAll(HOST);
    }
    if (exported) {
      sources.add(plugin);
    }
    return sources.isEmpty() ? own(plugin, packageName) : sources;
  }

  private Set<Object> given(
      Closure closure, RegisteredPlugin provider, String packageName, Set<RegisteredPlugin> seen) {
    if (exports(provider.descriptor(), packageName)) {
      return ofBundle(closure, provider, packageName, seen);
    }
    Set<Object> sources = new LinkedHashSet<>();
    for (Closure.Wire wire : closure.wiresOf(provider)) {
      if (Namespaces.BUNDLE.equals(wire.namespace())
          && reexports(provider, wire.name())
          && seen.add(provider)) {
        sources.addAll(given(closure, wire.provider(), packageName, seen));
      }
    }
    return sources;
  }

  private static boolean reexports(RegisteredPlugin plugin, String bundleName) {
    for (Requirement requirement : plugin.descriptor().requirements()) {
      if (Namespaces.BUNDLE.equals(requirement.namespace())
          && bundleName.equals(requirement.attributes().get(Namespaces.BUNDLE))
          && "reexport".equals(requirement.directives().get("visibility"))) {
        return true;
      }
    }
    return false;
  }

  private Set<Object> imported(
      Closure closure,
      RegisteredPlugin plugin,
      Requirement requirement,
      String packageName,
      boolean exported) {
    for (Closure.Wire wire : closure.wiresOf(plugin)) {
      if (Namespaces.PACKAGE.equals(wire.namespace()) && packageName.equals(wire.name())) {
        // A fragment's package is its host's, and which that is the framework decides.
        return fragment(wire.provider()) ? UNKNOWN : Set.of(wire.provider());
      }
    }
    boolean host = false;
    for (Closure.Contested contested : closure.contested()) {
      host |=
          contested.user().equals(plugin)
              && contested.requirement().equals(requirement)
              && contested.host();
    }
    if (exported && !host) {
      return Set.of(plugin);
    }
    return host || hostExports(packageName) ? HOST : UNKNOWN;
  }

  private Set<Object> ofLayer(Closure closure, String packageName) {
    if (!hostExports(packageName)) {
      for (RegisteredPlugin member : closure.members()) {
        if (member.descriptor().module().packages().contains(packageName)) {
          return Set.of(new OfLayer(member));
        }
      }
    }
    return HOST;
  }

  /** The source of a package that a plugin neither imports nor exports. */
  private static Set<Object> own(RegisteredPlugin plugin, String packageName) {
    PluginDescriptor descriptor = plugin.descriptor();
    return descriptor.module().packages().contains(packageName)
            && !descriptor.headers().containsKey(Constants.DYNAMICIMPORT_PACKAGE)
        ? Set.of(plugin)
        : UNKNOWN;
  }

  private static boolean exports(PluginDescriptor descriptor, String packageName) {
    for (Capability capability : descriptor.capabilities()) {
      if (Namespaces.PACKAGE.equals(capability.namespace())
          && packageName.equals(capability.attributes().get(Namespaces.PACKAGE))) {
        return true;
      }
    }
    return false;
  }

  private static boolean fragment(RegisteredPlugin plugin) {
    return plugin.descriptor().headers().containsKey(Constants.FRAGMENT_HOST);
  }

  private static boolean requiresHost(PluginDescriptor descriptor) {
    for (Requirement requirement : descriptor.requirements()) {
      if (Namespaces.BUNDLE.equals(requirement.namespace())
          && List.of(Constants.SYSTEM_BUNDLE_SYMBOLICNAME, "org.apache.felix.framework")
              .contains(String.valueOf(requirement.attributes().get(Namespaces.BUNDLE)))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the framework itself exports a package. */
  boolean hostExports(String packageName) {
    BundleWiring wiring = framework.context().getBundle(0).adapt(BundleWiring.class);
    return wiring != null && exports(wiring, packageName);
  }
}
