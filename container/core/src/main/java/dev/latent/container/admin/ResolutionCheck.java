package dev.latent.container.admin;

import dev.latent.api.PluginException;
import dev.latent.api.admin.Problem;
import dev.latent.container.activation.ActivationEnvironment;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.resolve.MissingMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Resolves plugins over the index, to say which of them can't be activated; runs none of them. */
final class ResolutionCheck {

  private final ActivationEnvironment environment;

  ResolutionCheck(ActivationEnvironment environment) {
    this.environment = environment;
  }

  /**
   * What is wrong, in reference order: what a plugin itself lacks, then whom it needs that lacks
   * it.
   */
  List<Problem> problems(List<RegisteredPlugin> plugins) {
    List<Problem> problems = new ArrayList<>();
    for (RegisteredPlugin plugin : plugins) {
      Closure closure;
      try {
        closure = environment.closure(plugin);
      } catch (PluginException e) {
        problems.add(problem("resolve.failed", plugin, String.valueOf(e.getMessage())));
        continue;
      }
      Set<RegisteredPlugin> lacking = new LinkedHashSet<>();
      for (Closure.Missing missing : closure.missing()) {
        RegisteredPlugin last = missing.chain().get(missing.chain().size() - 1);
        if (last.equals(plugin)) {
          problems.add(problem("resolve.missing", plugin, MissingMessage.of(missing, "")));
        } else {
          lacking.add(last);
        }
      }
      for (RegisteredPlugin other : lacking) {
        problems.add(
            problem(
                "resolve.needs-unresolved",
                plugin,
                plugin.id() + " needs " + other.id() + ", which lacks something itself."));
      }
      for (Problem found : closure.problems()) {
        if (found.plugin().filter(plugin.id()::equals).isPresent()) {
          problems.add(found);
        }
      }
    }
    return problems;
  }

  private static Problem problem(String rule, RegisteredPlugin plugin, String message) {
    return new Problem(
        rule,
        Problem.Severity.ERROR,
        plugin.reference().location(),
        Optional.of(plugin.id()),
        message);
  }
}
