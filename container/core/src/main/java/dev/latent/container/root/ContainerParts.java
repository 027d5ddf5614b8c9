package dev.latent.container.root;

import dev.latent.container.activation.ActivationLimits;
import dev.latent.container.activation.ActivationMarker;
import dev.latent.container.activation.Activations;
import dev.latent.container.admin.ContainerAdmin;
import dev.latent.container.admin.ProblemLog;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.Setting;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.service.ServiceCatalog;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  private final StandingPolicies standing;
  private @Nullable IdlePlugins idle;
  private @Nullable IdleThread idleThread;

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
      ActivationLimits limits,
      StandingPolicies standing,
      Settings settings) {
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
    this.standing = standing;
    runtimes.complete(catalog, activations);
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
    watchIdle(settings);
  }

  /** Stops idle plugins from now on, if the host asked for it. */
  private void watchIdle(Settings settings) {
    Setting stated = settings.find(SettingKeys.IDLE);
    if (stated == null) {
      return;
    }
    Duration limit = settings.duration(SettingKeys.IDLE, Duration.ZERO);
    idle = new IdlePlugins(this, options.clock, limit, options::notice);
    if (options.background == null && !options.inspectOnly) {
      idleThread = new IdleThread(idle, limit);
      idleThread.start();
    }
  }

  /** Looks for idle plugins; null where the host did not ask for it. */
  @Nullable IdlePlugins idle() {
    return idle;
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

  StandingPolicies standing() {
    return standing;
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
    standing.close();
    IdleThread watching = idleThread;
    if (watching != null) {
      watching.close();
    }
    List<String> leftovers = activations.close();
    for (int i = 0; i < leftovers.size(); i++) {
      options.notice(leftovers.get(i));
    }
    runtimes.close(limits.stop());
    source.close();
    catalog.close();
  }
}
