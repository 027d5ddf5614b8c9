package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.Namespaces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/**
 * What there is to choose from in the reference run: the framework and all bundles, but for
 * singletons of which another version is taken. Used by one thread.
 */
final class ReferenceIndex {

  private final IndexResource host;
  private final List<IndexResource> bundles = new ArrayList<>();
  private final Comparator<Capability> order;
  private final Map<String, Map<String, List<IndexResource.Provided>>> byName = new HashMap<>();
  private final Map<String, List<IndexResource.Provided>> byNamespace = new HashMap<>();
  private final Map<String, List<IndexResource>> fragments = new HashMap<>();
  private final Map<IndexResource.Needed, List<Capability>> found = new HashMap<>();

  ReferenceIndex(IndexResource host, List<IndexResource> installed, FrameworkKind kind) {
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

  IndexResource host() {
    return host;
  }

  /** All bundles that may be resolved, in the order of installation. */
  List<IndexResource> bundles() {
    return bundles;
  }

  /** The order in which providers are preferred. */
  Comparator<Capability> order() {
    return order;
  }

  /** Who could fulfil a requirement, best first. */
  List<Capability> providers(IndexResource.Needed needed) {
    List<Capability> known = found.get(needed);
    if (known == null) {
      known = List.copyOf(find(needed));
      found.put(needed, known);
    }
    return known;
  }

  private List<Capability> find(IndexResource.Needed needed) {
    String key = needed.match().key();
    List<IndexResource.Provided> asked =
        key == null
            ? byNamespace.get(needed.getNamespace())
            : byName.getOrDefault(needed.getNamespace(), Map.of()).get(key);
    List<Capability> matching = new ArrayList<>();
    if (asked != null) {
      for (IndexResource.Provided provided : asked) {
        boolean attached =
            needed.getNamespace().equals(Namespaces.HOST) && provided.getResource().equals(host);
        if (!attached && needed.match().matches(provided.declared())) {
          matching.add(provided);
        }
      }
      matching.sort(order);
    }
    return matching;
  }

  /** The fragments that fit a bundle. */
  List<Resource> fragmentsOf(Resource resource) {
    List<Resource> fitting = new ArrayList<>();
    for (Capability capability : resource.getCapabilities(Namespaces.HOST)) {
      IndexResource.Provided provided = (IndexResource.Provided) capability;
      for (IndexResource fragment : fragments.getOrDefault(provided.name(), List.of())) {
        Requirement wanted = fragment.getRequirements(Namespaces.HOST).get(0);
        if (((IndexResource.Needed) wanted).match().matches(provided.declared())) {
          fitting.add(fragment);
        }
      }
    }
    return fitting;
  }
}
