package dev.latent.container.root;

import dev.latent.api.ActivationPolicy;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.NamePattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the plugins that start with the container, by name and through the index, so that a start
 * costs nothing for the others.
 */
final class EagerPlugins {

  private final ActivationPolicies policies;

  EagerPlugins(ActivationPolicies policies) {
    this.policies = policies;
  }

  /** The eager plugins in reference order. */
  List<RegisteredPlugin> plugins(PluginSet set) {
    List<RegisteredPlugin> eager = new ArrayList<>();
    List<NamePattern> patterns = policies.eagerPatterns();
    for (int i = 0; i < patterns.size(); i++) {
      NamePattern pattern = patterns.get(i);
      List<RegisteredPlugin> candidates = pattern.exact() ? set.named(pattern.text()) : set.all();
      for (int j = 0; j < candidates.size(); j++) {
        RegisteredPlugin plugin = candidates.get(j);
        if (pattern.matches(plugin.id().name())) {
          add(eager, plugin);
        }
      }
    }
    List<RegisteredPlugin> stated =
        set.providers(Namespaces.ACTIVATION, ActivationPolicy.EAGER.text());
    for (int i = 0; i < stated.size(); i++) {
      add(eager, stated.get(i));
    }
    return eager;
  }

  private void add(List<RegisteredPlugin> eager, RegisteredPlugin plugin) {
    if (eager.contains(plugin) || policies.of(plugin).policy() != ActivationPolicy.EAGER) {
      return;
    }
    int at = eager.size();
    while (at > 0 && eager.get(at - 1).order() > plugin.order()) {
      at--;
    }
    eager.add(at, plugin);
  }
}
