package dev.latent.container.resolve;

import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Orders the members of a closure: each after those that it needs, those of one circle in reference
 * order. Tarjan's algorithm with a stack of its own, so that a long chain of needs is no problem.
 * Used by one thread.
 */
final class MemberOrder {

  private final Map<RegisteredPlugin, List<WiringSearch.Edge>> members;
  private final Map<RegisteredPlugin, Visit> visits = new HashMap<>();
  private final ArrayDeque<Visit> open = new ArrayDeque<>();
  private final List<List<RegisteredPlugin>> circles = new ArrayList<>();

  private static final class Visit {
    final RegisteredPlugin plugin;
    final Iterator<RegisteredPlugin> needed;
    final int index;
    int low;
    boolean done;

    Visit(RegisteredPlugin plugin, Iterator<RegisteredPlugin> needed, int index) {
      this.plugin = plugin;
      this.needed = needed;
      this.index = index;
      this.low = index;
    }
  }

  MemberOrder(Map<RegisteredPlugin, List<WiringSearch.Edge>> members) {
    this.members = members;
    List<RegisteredPlugin> starts = new ArrayList<>(members.keySet());
    starts.sort(ReferenceOrder.FIRST);
    for (RegisteredPlugin start : starts) {
      if (!visits.containsKey(start)) {
        walk(start);
      }
    }
  }

  private void walk(RegisteredPlugin start) {
    ArrayDeque<Visit> path = new ArrayDeque<>();
    path.push(visit(start));
    for (Visit at = path.peek(); at != null; at = path.peek()) {
      if (at.needed.hasNext()) {
        RegisteredPlugin next = at.needed.next();
        Visit known = visits.get(next);
        if (known == null) {
          path.push(visit(next));
        } else if (!known.done) {
          at.low = Math.min(at.low, known.index);
        }
      } else {
        path.pop();
        Visit below = path.peek();
        if (below != null) {
          below.low = Math.min(below.low, at.low);
        }
        if (at.low == at.index) {
          close(at);
        }
      }
    }
  }

  private Visit visit(RegisteredPlugin plugin) {
    List<RegisteredPlugin> needed = new ArrayList<>();
    for (WiringSearch.Edge edge : WiringSearch.edgesOf(members, plugin)) {
      needed.add(edge.provider());
    }
    needed.sort(ReferenceOrder.FIRST);
    Visit visit = new Visit(plugin, needed.iterator(), visits.size());
    visits.put(plugin, visit);
    open.push(visit);
    return visit;
  }

  private void close(Visit root) {
    List<RegisteredPlugin> circle = new ArrayList<>();
    Visit member;
    do {
      member = open.pop();
      member.done = true;
      circle.add(member.plugin);
    } while (member != root);
    circle.sort(ReferenceOrder.FIRST);
    circles.add(circle);
  }

  /**
   * The circles of needs; most have one member and are none.
   *
   * @return each after those that it needs
   */
  List<List<RegisteredPlugin>> circles() {
    return circles;
  }

  /** Numbers the circles, so that two plugins are in one if their numbers are equal. */
  Map<RegisteredPlugin, Integer> components() {
    Map<RegisteredPlugin, Integer> numbers = new HashMap<>();
    for (int i = 0; i < circles.size(); i++) {
      for (RegisteredPlugin plugin : circles.get(i)) {
        numbers.put(plugin, i);
      }
    }
    return numbers;
  }

  /** All members, a plugin that all the others are there for put last. */
  List<RegisteredPlugin> endingWith(RegisteredPlugin last) {
    List<RegisteredPlugin> ordered = new ArrayList<>();
    for (List<RegisteredPlugin> circle : circles) {
      for (RegisteredPlugin plugin : circle) {
        if (!plugin.equals(last)) {
          ordered.add(plugin);
        }
      }
    }
    ordered.add(last);
    return ordered;
  }
}
