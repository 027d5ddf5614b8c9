package dev.latent.pluginbuilder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts plugins in an order in which each comes after those that it depends on. */
final class BuildOrder {

  private final Map<String, PluginDefinition> plugins;
  private final List<BuildProblem> problems = new ArrayList<>();
  private final Map<String, Set<String>> closures = new LinkedHashMap<>();
  private final List<String> chain = new ArrayList<>();

  BuildOrder(Map<String, PluginDefinition> plugins) {
    this.plugins = plugins;
    plugins.keySet().forEach(this::visit);
  }

  /** All plugins that could be ordered, those that others depend on first. */
  List<String> names() {
    return List.copyOf(closures.keySet());
  }

  /** All that a plugin depends on, directly or not, nearest first. */
  Set<String> closure(String plugin) {
    return closures.getOrDefault(plugin, Set.of());
  }

  /** Cycles, and dependencies that do not exist. */
  List<BuildProblem> problems() {
    return problems;
  }

  private void visit(String name) {
    if (closures.containsKey(name)) {
      return;
    }
    PluginDefinition plugin = plugins.get(name);
    if (plugin == null) {
      return;
    }
    if (chain.contains(name)) {
      List<String> cycle = new ArrayList<>(chain.subList(chain.indexOf(name), chain.size()));
      cycle.add(name);
      problem(
          chain.get(chain.size() - 1),
          "plugins depend on each other: "
              + String.join(" -> ", cycle)
              + ". Move what both need into a plugin of its own");
      return;
    }
    chain.add(name);
    Set<String> closure = new LinkedHashSet<>(plugin.depends());
    for (String dependency : plugin.depends()) {
      if (!plugins.containsKey(dependency)) {
        problem(
            name,
            "-latent-depends: no plugin "
                + dependency
                + ". Nearest: "
                + Names.nearest(dependency, plugins.keySet()));
      }
      visit(dependency);
      closure.addAll(closure(dependency));
    }
    chain.remove(chain.size() - 1);
    closures.put(name, closure);
  }

  private void problem(String plugin, String message) {
    problems.add(BuildProblem.of(plugin, PluginSources.BND_FILE, message));
  }
}
