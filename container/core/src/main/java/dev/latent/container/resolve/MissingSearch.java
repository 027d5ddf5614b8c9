package dev.latent.container.resolve;

import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells why a plugin can't be resolved: follows what is missing to whoever misses it. */
final class MissingSearch {

  private MissingSearch() {}

  static List<Closure.Missing> of(
      PluginSet set,
      WiringSearch search,
      @Nullable ReferenceWiring reference,
      RegisteredPlugin root) {
    List<Closure.Missing> missing = new ArrayList<>();
    Map<RegisteredPlugin, RegisteredPlugin> cameFrom = new HashMap<>();
    Set<RegisteredPlugin> seen = new HashSet<>();
    ArrayDeque<RegisteredPlugin> queue = new ArrayDeque<>();
    queue.add(root);
    seen.add(root);
    for (RegisteredPlugin user = queue.poll(); user != null; user = queue.poll()) {
      for (Need need : search.needs(user)) {
        if (!need.mandatory() || need.host()) {
          continue;
        }
        if (need.candidates().isEmpty()) {
          missing.add(
              new Closure.Missing(chain(cameFrom, root, user), need.what(), search.nearest(need)));
        } else if (need.candidates().stream().allMatch(search::blocked)) {
          RegisteredPlugin best = need.candidates().get(0);
          RegisteredPlugin rival = reference == null ? null : Rivals.inTheWay(set, reference, best);
          if (rival != null) {
            String gone = best.id() + ", a singleton of which " + rival.id() + " is resolved";
            missing.add(
                new Closure.Missing(chain(cameFrom, root, user), need.what(), List.of(gone)));
          } else if (seen.add(best)) {
            cameFrom.put(best, user);
            queue.add(best);
          }
        }
      }
    }
    return missing;
  }

  private static List<RegisteredPlugin> chain(
      Map<RegisteredPlugin, RegisteredPlugin> cameFrom,
      RegisteredPlugin root,
      RegisteredPlugin last) {
    ArrayDeque<RegisteredPlugin> chain = new ArrayDeque<>();
    RegisteredPlugin at = last;
    chain.push(at);
    while (!at.equals(root)) {
      at = cameFrom.getOrDefault(at, root);
      chain.push(at);
    }
    return List.copyOf(chain);
  }
}
