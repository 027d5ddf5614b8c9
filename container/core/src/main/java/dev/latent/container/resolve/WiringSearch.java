package dev.latent.container.resolve;

import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds closures within one plugin set, for plugins of one kind. What is learned about a plugin on
 * the way to one closure is kept for the next. Thread-safe without locks: two threads may find the
 * same thing twice.
 */
final class WiringSearch {

  /** A chosen provider, and the need that it was chosen for. */
  record Edge(RegisteredPlugin user, RegisteredPlugin provider, Need need) {}

  private final PluginSet set;
  private final NeedsReader reader;
  private final Map<RegisteredPlugin, List<Need>> needs = new ConcurrentHashMap<>();

  /**
   * Plugins that can't be resolved whatever the rest of the set is wired like: something mandatory
   * is with nobody, or only with others of these. Grows only.
   */
  private final Set<RegisteredPlugin> blocked = ConcurrentHashMap.newKeySet();

  WiringSearch(PluginSet set, NeedsReader reader) {
    this.set = set;
    this.reader = reader;
  }

  List<Need> needs(RegisteredPlugin plugin) {
    List<Need> known = needs.get(plugin);
    if (known == null) {
      known = List.copyOf(reader.needs(set, plugin));
      needs.put(plugin, known);
    }
    return known;
  }

  /** What comes near to something that is missing. */
  List<String> nearest(Need need) {
    List<String> ofHost = reader.nearestOfHost(need);
    return ofHost.isEmpty() ? NearestCandidates.of(set, need) : ofHost;
  }

  boolean blocked(RegisteredPlugin plugin) {
    return blocked.contains(plugin);
  }

  /**
   * Finds all plugins that one needs, breadth first.
   *
   * @param reference what decides who provides what to whom, for the plugins that are part of it;
   *     null if each takes the best
   * @return each member with the edges to those that it needs; null if the plugin can't be resolved
   */
  @Nullable Map<RegisteredPlugin, List<Edge>> reach(
      RegisteredPlugin root, @Nullable ReferenceWiring reference) {
    while (!blocked.contains(root)) {
      Map<RegisteredPlugin, List<Edge>> members = new LinkedHashMap<>();
      ArrayDeque<RegisteredPlugin> queue = new ArrayDeque<>();
      members.put(root, new ArrayList<>());
      queue.add(root);
      boolean again = false;
      for (RegisteredPlugin user = queue.poll(); user != null; user = queue.poll()) {
        List<Edge> edges;
        if (reference != null && reference.resolved(user)) {
          edges = ReferenceEdges.of(reference, user, members);
        } else {
          edges = new ArrayList<>();
          again |= !choose(user, members, edges, reference);
        }
        members.put(user, edges);
        for (Edge edge : edges) {
          if (members.putIfAbsent(edge.provider(), List.of()) == null) {
            queue.add(edge.provider());
          }
        }
      }
      if (!again) {
        return members;
      }
    }
    return null;
  }

  /**
   * Chooses who provides to a plugin what it needs.
   *
   * @return false if something mandatory is with nobody; the plugin is blocked then
   */
  private boolean choose(
      RegisteredPlugin user,
      Map<RegisteredPlugin, List<Edge>> members,
      List<Edge> edges,
      @Nullable ReferenceWiring reference) {
    boolean met = true;
    for (Need need : needs(user)) {
      block(need, reference);
      List<RegisteredPlugin> chosen = choose(need, members);
      if (chosen.isEmpty() && need.mandatory() && !need.host()) {
        // Whoever chose this one has to choose anew, so all begins again with that known.
        blocked.add(user);
        met = false;
      }
      for (RegisteredPlugin provider : chosen) {
        if (!provider.equals(user)) {
          edges.add(new Edge(user, provider, need));
        }
      }
    }
    return met;
  }

  /** Singletons of which another version resolves in the reference run resolve nowhere. */
  private void block(Need need, @Nullable ReferenceWiring reference) {
    if (reference != null) {
      for (RegisteredPlugin candidate : need.candidates()) {
        if (Rivals.inTheWay(set, reference, candidate) != null) {
          blocked.add(candidate);
        }
      }
    }
  }

  private List<RegisteredPlugin> choose(Need need, Map<RegisteredPlugin, List<Edge>> members) {
    if (need.host() && !need.multiple()) {
      return List.of();
    }
    List<RegisteredPlugin> chosen = new ArrayList<>();
    for (RegisteredPlugin candidate : need.candidates()) {
      if (blocked.contains(candidate)) {
        continue;
      }
      boolean attached = need.namespace().equals(Namespaces.HOST) && members.containsKey(candidate);
      if (attached) {
        // A fragment goes with the host that brought it, and with every other that it fits.
        return List.of(candidate);
      }
      if (need.multiple() || chosen.isEmpty()) {
        chosen.add(candidate);
      }
    }
    return chosen;
  }

  /**
   * Takes away edges that avoid circles where they close one, in an order that does not depend on
   * where the search began, so that a plugin has the same parents whichever lookup comes first.
   *
   * @param members as {@link #reach} gave them; edges are removed
   * @return the edges that were removed
   */
  static List<Edge> breakCircles(Map<RegisteredPlugin, List<Edge>> members) {
    List<Edge> soft = new ArrayList<>();
    for (Map.Entry<RegisteredPlugin, List<Edge>> member : members.entrySet()) {
      for (Edge edge : member.getValue()) {
        if (edge.need().strength() == Need.Strength.AVOIDS_CIRCLES) {
          soft.add(edge);
        }
      }
    }
    if (soft.isEmpty()) {
      return soft;
    }
    Map<RegisteredPlugin, Integer> component = new MemberOrder(members).components();
    soft.removeIf(
        edge -> !Objects.equals(component.get(edge.user()), component.get(edge.provider())));
    soft.sort(
        Comparator.comparingInt((Edge edge) -> edge.user().order())
            .thenComparingInt(edge -> edge.provider().order()));
    Set<Edge> open = new LinkedHashSet<>(soft);
    List<Edge> removed = new ArrayList<>();
    for (Edge edge : soft) {
      if (reaches(members, edge.provider(), edge.user(), open)) {
        removed.add(edge);
        List<Edge> left = new ArrayList<>(edgesOf(members, edge.user()));
        left.remove(edge);
        members.put(edge.user(), left);
      }
      open.remove(edge);
    }
    return removed;
  }

  private static boolean reaches(
      Map<RegisteredPlugin, List<Edge>> members,
      RegisteredPlugin from,
      RegisteredPlugin to,
      Set<Edge> without) {
    Set<RegisteredPlugin> seen = new HashSet<>();
    ArrayDeque<RegisteredPlugin> queue = new ArrayDeque<>();
    queue.add(from);
    seen.add(from);
    for (RegisteredPlugin at = queue.poll(); at != null; at = queue.poll()) {
      if (at.equals(to)) {
        return true;
      }
      for (Edge edge : edgesOf(members, at)) {
        if (!without.contains(edge) && seen.add(edge.provider())) {
          queue.add(edge.provider());
        }
      }
    }
    return false;
  }

  /** Takes away members that nothing leads to any more. */
  static void prune(Map<RegisteredPlugin, List<Edge>> members, RegisteredPlugin root) {
    Set<RegisteredPlugin> seen = new HashSet<>();
    ArrayDeque<RegisteredPlugin> queue = new ArrayDeque<>();
    queue.add(root);
    seen.add(root);
    for (RegisteredPlugin at = queue.poll(); at != null; at = queue.poll()) {
      for (Edge edge : edgesOf(members, at)) {
        if (seen.add(edge.provider())) {
          queue.add(edge.provider());
        }
      }
    }
    members.keySet().retainAll(seen);
  }

  static List<Edge> edgesOf(Map<RegisteredPlugin, List<Edge>> members, RegisteredPlugin plugin) {
    List<Edge> edges = members.get(plugin);
    return edges == null ? List.of() : edges;
  }
}
