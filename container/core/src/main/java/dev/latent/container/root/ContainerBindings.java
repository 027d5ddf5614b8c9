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
import dev.latent.container.knowledge.Setting;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.knowledge.SettingsReader;
import dev.latent.container.service.ServiceCatalog;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the parts of a container are made from what the host asked for. */
@Module
abstract class ContainerBindings {

  private ContainerBindings() {}

  @Provides
  @Singleton
  static Settings settings(ContainerOptions options) {
    SettingsReader reader = new SettingsReader();
    for (Map.Entry<String, String> entry : options.settings.entrySet()) {
      reader.api(entry.getKey(), entry.getValue());
    }
    reader.systemProperties(System.getProperties()).environment(System.getenv());
    Path named = options.configuration;
    if (named == null) {
      Setting setting = reader.read().find(SettingKeys.CONFIGURATION);
      named = setting == null ? null : Path.of(setting.value());
    }
    Path first = options.firstDirectory();
    Path beside = first == null ? null : first.resolve(SettingsReader.FILE_NAME);
    return reader.file(named == null ? beside : named, named != null).read();
  }

  private static @Nullable Path statedDirectory(ContainerOptions options, Settings settings) {
    if (options.stateDirectory != null) {
      return options.stateDirectory;
    }
    Setting setting = settings.find(SettingKeys.STATE_DIRECTORY);
    return setting == null ? null : Path.of(setting.value());
  }

  @Provides
  @Singleton
  static StateDirectory state(ContainerOptions options, Settings settings) {
    return StateDirectory.choose(statedDirectory(options, settings), options.firstDirectory());
  }

  @Provides
  @Singleton
  static PluginSource source(ContainerOptions options, Settings settings) {
    return options.source != null
        ? options.source
        : RegistrySource.open(options, settings, statedDirectory(options, settings));
  }

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
