package dev.latent.container.resolve;

import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The edges that one plugin has in a closure which follows the reference run. */
final class ReferenceEdges {

  private ReferenceEdges() {}

  /**
   * The edges of a plugin.
   *
   * @param members the members of the closure as far as they are known
   */
  static List<WiringSearch.Edge> of(
      ReferenceWiring reference, RegisteredPlugin user, Map<RegisteredPlugin, ?> members) {
    List<WiringSearch.Edge> edges = new ArrayList<>();
    Set<RegisteredPlugin> hosts = new LinkedHashSet<>();
    for (ReferenceWiring.Wire wire : reference.wires(user)) {
      RegisteredPlugin provider = wire.provider();
      if (provider == null || provider.equals(user)) {
        continue;
      }
      if (wire.namespace().equals(Namespaces.HOST)) {
        hosts.add(provider);
      } else {
        edges.add(edge(user, provider, wire.namespace(), wire.name()));
      }
    }
    if (!hosts.isEmpty()) {
      // A fragment goes with the host that brought it; its other hosts are not needed for that.
      RegisteredPlugin host = hosts.iterator().next();
      for (RegisteredPlugin other : hosts) {
        if (members.containsKey(other)) {
          host = other;
          break;
        }
      }
      edges.add(edge(user, host, Namespaces.HOST, host.id().name()));
    }
    for (RegisteredPlugin fragment : reference.fragments(user)) {
      edges.add(edge(user, fragment, Need.FRAGMENT, fragment.id().name()));
    }
    return edges;
  }

  private static WiringSearch.Edge edge(
      RegisteredPlugin user, RegisteredPlugin provider, String namespace, String name) {
    return new WiringSearch.Edge(
        user,
        provider,
        new Need(
            namespace, name, null, "", Need.Strength.MANDATORY, false, false, List.of(provider)));
  }
}
