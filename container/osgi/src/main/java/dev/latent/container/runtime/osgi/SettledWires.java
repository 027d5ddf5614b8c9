package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.Namespaces;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;

/**
 * Tells what a resolver has to decide from what is decided. A bundle is settled if each of its
 * requirements has one provider, which is settled too or the framework, and nobody else exports a
 * package that it exports or imports: however the rest is wired, it resolves and its wires are the
 * same, and as every importer of its packages sees the same ones, no uses constraint can be
 * violated through it. What is left falls into parts that have no candidates in common; whatever is
 * decided in one changes nothing in another.
 *
 * <p>A resolver goes over all that it was given again for each contradiction that it finds, and
 * tries what it could choose elsewhere while it looks for a way out; so it is given the parts, one
 * by one. Used by one thread.
 */
final class SettledWires {

  private final ReferenceIndex index;
  private final Set<String> contended = new HashSet<>();
  private final Set<IndexResource> open = new HashSet<>();
  private final Map<IndexResource, List<IndexResource>> users = new HashMap<>();

  SettledWires(ReferenceIndex index) {
    this.index = index;
    findContended();
    for (IndexResource bundle : index.bundles()) {
      if (opens(bundle)) {
        open.add(bundle);
      }
      for (Requirement wanted : bundle.getRequirements(Namespaces.HOST)) {
        for (Capability host : index.providers((IndexResource.Needed) wanted)) {
          open.add(((IndexResource.Provided) host).getResource());
        }
      }
    }
    spread();
    for (IndexResource bundle : index.bundles()) {
      settle(bundle);
    }
  }

  /** Whether a bundle is settled: it resolves, with the wires that were settled. */
  boolean contains(IndexResource bundle) {
    return !open.contains(bundle);
  }

  private void findContended() {
    Set<String> exported = new HashSet<>();
    collect(index.host(), exported);
    for (IndexResource bundle : index.bundles()) {
      collect(bundle, exported);
    }
  }

  private void collect(IndexResource resource, Set<String> exported) {
    for (Capability capability : resource.getCapabilities(Namespaces.PACKAGE)) {
      String name = ((IndexResource.Provided) capability).name();
      if (!exported.add(name)) {
        contended.add(name);
      }
    }
  }

  /** Whether a bundle by itself leaves something to decide; notes whom it needs. */
  private boolean opens(IndexResource bundle) {
    boolean opens = !bundle.getRequirements(Namespaces.HOST).isEmpty();
    for (Capability capability : bundle.getCapabilities(Namespaces.PACKAGE)) {
      opens |= contended.contains(((IndexResource.Provided) capability).name());
    }
    for (Requirement requirement : bundle.getRequirements(null)) {
      List<Capability> providers = index.providers((IndexResource.Needed) requirement);
      if (providers.isEmpty()) {
        opens |= !"optional".equals(requirement.getDirectives().get("resolution"));
      } else if (providers.size() > 1) {
        opens = true;
      } else {
        IndexResource.Provided provided = (IndexResource.Provided) providers.get(0);
        if (provided.getResource().equals(index.host())) {
          opens |= !clear(provided);
        } else {
          users.computeIfAbsent(provided.getResource(), unused -> new ArrayList<>()).add(bundle);
        }
      }
    }
    return opens;
  }

  /** Whether nothing that somebody else exports as well comes with a capability of the host. */
  private boolean clear(IndexResource.Provided ofHost) {
    if (ofHost.getNamespace().equals(Namespaces.BUNDLE)) {
      return false; // brings all packages of the host
    }
    boolean clear =
        !ofHost.getNamespace().equals(Namespaces.PACKAGE) || !contended.contains(ofHost.name());
    String uses = ofHost.getDirectives().get("uses");
    if (uses != null) {
      for (String used : uses.split(",", -1)) {
        clear &= !contended.contains(used.trim());
      }
    }
    return clear;
  }

  /** Who needs a bundle that is open is open as well. */
  private void spread() {
    ArrayDeque<IndexResource> queue = new ArrayDeque<>(open);
    for (IndexResource next = queue.poll(); next != null; next = queue.poll()) {
      for (IndexResource user : users.getOrDefault(next, List.of())) {
        if (open.add(user)) {
          queue.add(user);
        }
      }
    }
  }

  private void settle(IndexResource bundle) {
    if (!bundle.getRequirements(Namespaces.HOST).isEmpty()) {
      return; // the wires of a fragment are its hosts'
    }
    List<IndexResource.Needed> settled = new ArrayList<>();
    for (Requirement requirement : bundle.getRequirements(null)) {
      IndexResource.Needed needed = (IndexResource.Needed) requirement;
      List<Capability> providers = index.providers(needed);
      if (providers.isEmpty() ? contains(bundle) : providers.size() == 1 && settled(providers)) {
        settled.add(needed);
      }
    }
    bundle.settle(settled);
  }

  private boolean settled(List<Capability> providers) {
    IndexResource.Provided provided = (IndexResource.Provided) providers.get(0);
    return provided.getResource().equals(index.host())
        ? clear(provided)
        : contains(provided.getResource());
  }

  /** What is left to decide, in parts that do not touch, the smallest first. */
  List<List<IndexResource>> parts() {
    Map<IndexResource, IndexResource> parents = new HashMap<>();
    for (IndexResource bundle : index.bundles()) {
      if (open.contains(bundle)) {
        for (Requirement requirement : bundle.getRequirements(null)) {
          for (Capability provider : index.providers((IndexResource.Needed) requirement)) {
            IndexResource other = ((IndexResource.Provided) provider).getResource();
            if (open.contains(other)) {
              parents.put(root(parents, other), root(parents, bundle));
            }
          }
        }
      }
    }
    Map<IndexResource, List<IndexResource>> parts = new LinkedHashMap<>();
    for (IndexResource bundle : index.bundles()) {
      if (open.contains(bundle)) {
        parts.computeIfAbsent(root(parents, bundle), unused -> new ArrayList<>()).add(bundle);
      }
    }
    List<List<IndexResource>> sorted = new ArrayList<>(parts.values());
    sorted.sort(Comparator.comparingInt(List::size));
    return sorted;
  }

  private static IndexResource root(
      Map<IndexResource, IndexResource> parents, IndexResource bundle) {
    IndexResource root = bundle;
    for (IndexResource parent = parents.get(root);
        parent != null && !parent.equals(root);
        parent = parents.get(root)) {
      root = parent;
    }
    parents.put(bundle, root);
    return root;
  }
}
