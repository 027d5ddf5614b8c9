package dev.latent.container.resolve;

import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that the Java platform sets for modules and that a closure may break. */
final class ModuleRules {

  private final Map<RegisteredPlugin, List<WiringSearch.Edge>> members;
  private final List<Problem> problems = new ArrayList<>();

  ModuleRules(Map<RegisteredPlugin, List<WiringSearch.Edge>> members) {
    this.members = members;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Rule {@code module.cycle}: layers can't require each other in a circle. */
  void checkCircles(MemberOrder order) {
    for (List<RegisteredPlugin> circle : order.circles()) {
      if (circle.size() < 2) {
        continue;
      }
      report(
          "module.cycle",
          Problem.Severity.ERROR,
          circle.get(0),
          "Modules that require each other in a circle can't be used: "
              + pathOf(circle)
              + ". The Java platform allows no such circle. Move what they share into a third"
              + " module that both require.");
    }
  }

  /** Finds one way around, as the members of a circle are not always in order of their needs. */
  private String pathOf(List<RegisteredPlugin> circle) {
    Set<RegisteredPlugin> within = new HashSet<>(circle);
    RegisteredPlugin start = circle.get(0);
    Map<RegisteredPlugin, RegisteredPlugin> cameFrom = new HashMap<>();
    ArrayDeque<RegisteredPlugin> queue = new ArrayDeque<>();
    queue.add(start);
    RegisteredPlugin last = null;
    for (RegisteredPlugin at = queue.poll(); at != null && last == null; at = queue.poll()) {
      for (WiringSearch.Edge edge : WiringSearch.edgesOf(members, at)) {
        if (edge.provider().equals(start)) {
          last = at;
        } else if (within.contains(edge.provider())
            && cameFrom.putIfAbsent(edge.provider(), at) == null) {
          queue.add(edge.provider());
        }
      }
    }
    ArrayDeque<String> names = new ArrayDeque<>();
    names.push(start.id().toString());
    for (RegisteredPlugin at = last; at != null && !at.equals(start); at = cameFrom.get(at)) {
      names.push(at.id().toString());
    }
    names.push(start.id().toString());
    return String.join(" requires ", names);
  }

  /** Rule {@code module.uses-cycle}: what was left out so that there is no circle. */
  void reportLeftOut(List<WiringSearch.Edge> removed) {
    for (WiringSearch.Edge edge : removed) {
      if (!members.containsKey(edge.user())) {
        continue;
      }
      boolean service = edge.need().namespace().equals(Namespaces.SERVICE);
      report(
          service ? "module.uses-cycle" : "module.optional-cycle",
          Problem.Severity.NOTICE,
          edge.user(),
          edge.user().id()
              + (service ? " uses service " : " may use " + edge.need().what() + " of ")
              + (service ? edge.need().name() + " of " : "")
              + edge.provider().id()
              + ", which needs "
              + edge.user().id()
              + " itself, so "
              + (service
                  ? "the layer of the latter is no parent of the former. ServiceLoader.load with a"
                      + " layer does not find it there; with the type alone it does."
                  : "it is left out."));
    }
  }

  /**
   * Rule {@code module.split}: a module must not read one package from two modules. Automatic
   * modules are no part of this: their imports say which of the two they mean.
   */
  void checkSplitPackages() {
    for (RegisteredPlugin plugin : members.keySet()) {
      ModuleFacts module = plugin.descriptor().module();
      if (module.automatic()) {
        continue;
      }
      Map<String, RegisteredPlugin> exporters = new HashMap<>();
      for (String own : module.packages()) {
        exporters.put(own, plugin);
      }
      for (RegisteredPlugin read : readBy(plugin)) {
        for (String exported : exportedTo(module.name(), read.descriptor().module())) {
          RegisteredPlugin other = exporters.putIfAbsent(exported, read);
          if (other != null && !other.equals(read)) {
            report(
                "module.split",
                Problem.Severity.ERROR,
                plugin,
                "Package "
                    + exported
                    + " is in "
                    + other.id()
                    + " and in "
                    + read.id()
                    + ", and "
                    + plugin.id()
                    + (other.equals(plugin) ? " reads the latter" : " reads both")
                    + ". The Java platform allows a package in one of the modules that a module"
                    + " reads. Remove it from one of the jars, or require only one of them.");
          }
        }
      }
    }
  }

  /** The modules that one reads: those that it requires, and through them, transitively. */
  private Set<RegisteredPlugin> readBy(RegisteredPlugin plugin) {
    Set<RegisteredPlugin> read = new LinkedHashSet<>();
    ArrayDeque<RegisteredPlugin> queue = new ArrayDeque<>();
    for (WiringSearch.Edge edge : WiringSearch.edgesOf(members, plugin)) {
      if (edge.need().namespace().equals(Namespaces.MODULE) && read.add(edge.provider())) {
        queue.add(edge.provider());
      }
    }
    for (RegisteredPlugin at = queue.poll(); at != null; at = queue.poll()) {
      for (WiringSearch.Edge edge : WiringSearch.edgesOf(members, at)) {
        if (edge.need().namespace().equals(Namespaces.MODULE)
            && transitive(at.descriptor().module(), edge.need().name())
            && read.add(edge.provider())) {
          queue.add(edge.provider());
        }
      }
    }
    return read;
  }

  private static boolean transitive(ModuleFacts module, String required) {
    for (ModuleFacts.Requires requires : module.requires()) {
      if (requires.module().equals(required)) {
        return requires.isTransitive();
      }
    }
    return false;
  }

  private static Iterable<String> exportedTo(String reader, ModuleFacts module) {
    if (module.automatic()) {
      return module.packages();
    }
    List<String> exported = new ArrayList<>();
    for (ModuleFacts.Exports exports : module.exports()) {
      if (exports.targets().isEmpty() || exports.targets().contains(reader)) {
        exported.add(exports.packageName());
      }
    }
    return exported;
  }

  private void report(
      String rule, Problem.Severity severity, @Nullable RegisteredPlugin plugin, String message) {
    problems.add(
        new Problem(
            rule,
            severity,
            plugin == null ? "" : plugin.reference().location(),
            plugin == null ? Optional.empty() : Optional.of(plugin.id()),
            message));
  }
}
