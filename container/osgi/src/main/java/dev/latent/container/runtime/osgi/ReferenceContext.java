package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.Namespaces;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolveContext;

/**
 * What a resolver is told in the reference run: the framework is resolved, all bundles are there
 * and may be, but for singletons of which another version is taken. Used by one thread, but for
 * {@link #cancel}.
 */
final class ReferenceContext extends ResolveContext {

  private final AtomicReference<@Nullable Runnable> cancel = new AtomicReference<>();
  private final IndexResource host;
  private final List<Resource> bundles = new ArrayList<>();
  private final Comparator<Capability> order;
  private final Map<String, Map<String, List<IndexResource.Provided>>> byName = new HashMap<>();
  private final Map<String, List<IndexResource.Provided>> byNamespace = new HashMap<>();
  private final Map<String, List<IndexResource>> fragments = new HashMap<>();

  ReferenceContext(IndexResource host, List<IndexResource> installed, FrameworkKind kind) {
    this.host = host;
    this.order = new CandidateOrder(kind);
    index(host);
    Map<String, IndexResource> singletons = singletons(installed, kind);
    for (IndexResource resource : installed) {
      IndexResource singleton = isSingleton(resource) ? singletons.get(name(resource)) : resource;
      if (resource.equals(singleton)) {
        bundles.add(resource);
        index(resource);
      }
    }
  }

  /**
   * The version of each singleton that may resolve: Equinox takes the highest, Felix the lowest.
   */
  private static Map<String, IndexResource> singletons(
      List<IndexResource> installed, FrameworkKind kind) {
    int better = kind == FrameworkKind.EQUINOX ? 1 : -1;
    Map<String, IndexResource> singletons = new HashMap<>();
    for (IndexResource resource : installed) {
      if (isSingleton(resource)) {
        IndexResource before = singletons.get(name(resource));
        if (before == null
            || Integer.signum(version(resource).compareTo(version(before))) == better) {
          singletons.put(name(resource), resource);
        }
      }
    }
    return singletons;
  }

  private static Capability identity(IndexResource resource) {
    return resource.getCapabilities(Namespaces.IDENTITY).get(0);
  }

  private static boolean isSingleton(IndexResource resource) {
    return "true".equals(identity(resource).getDirectives().get("singleton"));
  }

  private static String name(IndexResource resource) {
    return String.valueOf(identity(resource).getAttributes().get(Namespaces.IDENTITY));
  }

  private static Version version(IndexResource resource) {
    return identity(resource).getAttributes().get("version") instanceof Version version
        ? version
        : Version.emptyVersion;
  }

  private void index(IndexResource resource) {
    for (Capability capability : resource.getCapabilities(null)) {
      IndexResource.Provided provided = (IndexResource.Provided) capability;
      String namespace = provided.getNamespace();
      byNamespace.computeIfAbsent(namespace, unused -> new ArrayList<>()).add(provided);
      Map<String, List<IndexResource.Provided>> names =
          byName.computeIfAbsent(namespace, unused -> new HashMap<>());
      Object main = provided.getAttributes().get(namespace);
      if (main instanceof List<?> list) {
        for (Object one : list) {
          names.computeIfAbsent(one.toString(), unused -> new ArrayList<>()).add(provided);
        }
      } else if (main != null) {
        names.computeIfAbsent(main.toString(), unused -> new ArrayList<>()).add(provided);
      }
    }
    for (Requirement requirement : resource.getRequirements(Namespaces.HOST)) {
      String key = ((IndexResource.Needed) requirement).match().key();
      fragments.computeIfAbsent(String.valueOf(key), unused -> new ArrayList<>()).add(resource);
    }
  }

  @Override
  public List<Capability> findProviders(Requirement requirement) {
    IndexResource.Needed needed = (IndexResource.Needed) requirement;
    String key = needed.match().key();
    List<IndexResource.Provided> asked =
        key == null
            ? byNamespace.get(needed.getNamespace())
            : byName.getOrDefault(needed.getNamespace(), Map.of()).get(key);
    List<Capability> found = new ArrayList<>();
    if (asked != null) {
      for (IndexResource.Provided provided : asked) {
        boolean attached =
            needed.getNamespace().equals(Namespaces.HOST) && provided.getResource().equals(host);
        if (!attached && needed.match().matches(provided.declared())) {
          found.add(provided);
        }
      }
      found.sort(order);
    }
    return found;
  }

  @Override
  public Collection<Resource> getOptionalResources() {
    return new ArrayList<>(bundles); // resolvers take away what they give up
  }

  @Override
  public Collection<Resource> findRelatedResources(Resource resource) {
    List<Resource> related = new ArrayList<>();
    for (Capability capability : resource.getCapabilities(Namespaces.HOST)) {
      IndexResource.Provided provided = (IndexResource.Provided) capability;
      for (IndexResource fragment : fragments.getOrDefault(provided.name(), List.of())) {
        Requirement wanted = fragment.getRequirements(Namespaces.HOST).get(0);
        if (((IndexResource.Needed) wanted).match().matches(provided.declared())) {
          related.add(fragment);
        }
      }
    }
    return related;
  }

  @Override
  public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
    int index = Collections.binarySearch(capabilities, hosted, order);
    int at = index < 0 ? -index - 1 : index;
    capabilities.add(at, hosted);
    return at;
  }

  @Override
  public boolean isEffective(Requirement requirement) {
    return true; // others were left out before
  }

  @Override
  public void onCancel(Runnable cancellation) {
    cancel.set(cancellation);
  }

  /** Ends the resolution that is under way, if it can be ended. */
  void cancel() {
    Runnable known = cancel.get();
    if (known != null) {
      known.run();
    }
  }

  /** Leaves bundles out. Whether there were any. */
  boolean leaveOut(Collection<? extends Resource> resources) {
    return bundles.removeAll(resources);
  }

  @Override
  public Map<Resource, Wiring> getWirings() {
    return Map.of(host, new HostWiring(host));
  }
}
