package dev.latent.container.root;

import dev.latent.container.activation.ActivationLimits;
import dev.latent.container.activation.ActivationMarker;
import dev.latent.container.activation.Activations;
import dev.latent.container.admin.ContainerAdmin;
import dev.latent.container.admin.ProblemLog;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.service.ServiceCatalog;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * What a container consists of from its first lookup on. Most of it is of no use before, and a
 * start would pay for it.
 */
@Singleton
final class ContainerParts {

  private final ContainerOptions options;
  private final PluginSource source;
  private final RuntimeTable runtimes;
  private final Activations activations;
  private final ActivationPolicies policies;
  private final ServiceCatalog catalog;
  private final Provider<ContainerAdmin> admin;
  private final ProblemLog problems;
  private final ActivationMarker marker;
  private final ActivationLimits limits;

  @Inject
  ContainerParts(
      ContainerOptions options,
      PluginSource source,
      RuntimeTable runtimes,
      Activations activations,
      ActivationPolicies policies,
      ServiceCatalog catalog,
      Provider<ContainerAdmin> admin,
      PluginUpdates updates,
      ProblemLog problems,
      ActivationMarker marker,
      ActivationLimits limits) {
    this.options = options;
    this.source = source;
    this.runtimes = runtimes;
    this.activations = activations;
    this.policies = policies;
    this.catalog = catalog;
    this.admin = admin;
    this.problems = problems;
    this.marker = marker;
    this.limits = limits;
    runtimes.catalog(catalog);
    for (int i = 0; i < options.listeners.size(); i++) {
      activations.listen(options.listeners.get(i));
    }
    source.onChange(updates);
    // What a finder said between the look at the set and the subscription was told to nobody.
    PluginSet latest = source.plugins();
    if (latest.generation() > catalog.plugins().generation()) {
      runtimes.plugins(latest);
      catalog.replace(latest, List.of());
    }
  }

  RuntimeTable runtimes() {
    return runtimes;
  }

  Activations activations() {
    return activations;
  }

  ActivationPolicies policies() {
    return policies;
  }

  ServiceCatalog catalog() {
    return catalog;
  }

  ContainerAdmin admin() {
    return admin.get();
  }

  ProblemLog problems() {
    return problems;
  }

  ActivationMarker marker() {
    return marker;
  }

  /** Forgets what was concluded from content. */
  void invalidate() {
    runtimes.invalidate();
    catalog.invalidate();
  }

  /** Stops all plugins in reverse order and lets go of them. */
  void close() {
    List<String> leftovers = activations.close();
    for (int i = 0; i < leftovers.size(); i++) {
      options.notice(leftovers.get(i));
    }
    runtimes.close(limits.stop());
    source.close();
    catalog.close();
  }
}
