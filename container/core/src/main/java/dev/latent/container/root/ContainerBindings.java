package dev.latent.container.root;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.latent.api.PluginId;
import dev.latent.api.PluginVersion;
import dev.latent.container.activation.ActivationEnvironment;
import dev.latent.container.activation.ActivationLimits;
import dev.latent.container.activation.ActivationMarker;
import dev.latent.container.activation.Activations;
import dev.latent.container.admin.ContainerAdmin;
import dev.latent.container.admin.ProblemLog;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.service.ServiceCatalog;
import jakarta.inject.Singleton;

/** How the parts of a container are made from what the host asked for. */
@Module
abstract class ContainerBindings {

  private ContainerBindings() {}

  @Provides
  @Singleton
  static ActivationPolicies policies(Settings settings) {
    return new ActivationPolicies(settings);
  }

  @Provides
  @Singleton
  static ActivationLimits limits(Settings settings) {
    return new ActivationLimits(
        settings.duration(SettingKeys.ACTIVATION_LIMIT, ActivationLimits.DEFAULT.activation()),
        settings.duration(SettingKeys.STOP_LIMIT, ActivationLimits.DEFAULT.stop()));
  }

  @Provides
  @Singleton
  static ActivationMarker marker(Settings settings, StateDirectory state) {
    return new ActivationMarker(settings.flag(SettingKeys.MARKER, true) ? state.path() : null);
  }

  @Binds
  abstract ActivationEnvironment environment(RuntimeTable runtimes);

  @Provides
  @Singleton
  static Activations activations(
      ActivationEnvironment environment,
      ActivationLimits limits,
      ContainerOptions options,
      ActivationMarker marker) {
    return new Activations(environment, limits, options.clock, marker);
  }

  @Provides
  @Singleton
  static ServiceCatalog catalog(
      PluginSource source, Activations activations, ActivationPolicies policies) {
    return new ServiceCatalog(
        source.plugins(), activations, policies, new PluginId("host", PluginVersion.NONE));
  }

  @Provides
  @Singleton
  static ProblemLog problems() {
    return new ProblemLog();
  }

  @Provides
  @Singleton
  static ContainerAdmin admin(
      ServiceCatalog catalog,
      Activations activations,
      ActivationPolicies policies,
      ActivationEnvironment environment,
      Settings settings,
      ProblemLog problems,
      PluginUpdates updates) {
    return new ContainerAdmin(
        catalog, activations, policies, environment, settings, problems, updates);
  }
}
