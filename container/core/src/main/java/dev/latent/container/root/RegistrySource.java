package dev.latent.container.root;

import dev.latent.api.PluginKind;
import dev.latent.api.Subscription;
import dev.latent.api.spi.FinderChain;
import dev.latent.api.spi.PluginFinder;
import dev.latent.container.finder.FinderRegistry;
import dev.latent.container.finder.FinderRegistryBuilder;
import dev.latent.container.finder.IndexNotice;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.PluginSetChange;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.Setting;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.runtime.RuntimeFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The plugin set of the finders that the host named. */
record RegistrySource(FinderRegistry registry) implements PluginSource {

  static RegistrySource open(ContainerOptions options, Settings settings, @Nullable Path state) {
    FinderRegistryBuilder builder = FinderRegistry.builder();
    for (int i = 0; i < options.places.size(); i++) {
      Object place = options.places.get(i);
      if (place instanceof Path directory) {
        builder.directory(directory);
      } else {
        builder.finder((PluginFinder) place);
      }
    }
    if (state != null) {
      builder.stateDirectory(state);
    }
    List<Setting> all = settings.all();
    for (int i = 0; i < all.size(); i++) {
      Setting setting = all.get(i);
      if (setting.key().startsWith(SettingKeys.KIND)) {
        builder.kind(setting.key().substring(SettingKeys.KIND.length()), kind(setting));
      }
    }
    if (options.notices != null) {
      builder.notices(new Notices(options));
    }
    return new RegistrySource(
        builder
            .frameworkAvailable(new FrameworkCheck(options, settings))
            .checkAll(settings.text(SettingKeys.CHECK, "lookup").equals("all"))
            .open());
  }

  private static PluginKind kind(Setting setting) {
    return switch (setting.value().toLowerCase(Locale.ROOT)) {
      case "bundle" -> PluginKind.BUNDLE;
      case "layer" -> PluginKind.LAYER;
      default ->
          throw new IllegalArgumentException(
              setting.describe() + " is not a kind of plugin. Use bundle or layer.");
    };
  }

  private record FrameworkCheck(ContainerOptions options, Settings settings)
      implements BooleanSupplier {

    @Override
    public boolean getAsBoolean() {
      String framework = settings.text(SettingKeys.FRAMEWORK, "");
      if (framework.equals("none")) {
        return false;
      }
      if (!options.runtimes.isEmpty()) {
        return options.runtimes.containsKey(PluginKind.BUNDLE);
      }
      RuntimeFactory osgi =
          Optionals.make(RuntimeFactory.class, Optionals.OSGI, options.hostLoader());
      return osgi != null && osgi.available(options.hostLoader(), framework);
    }
  }

  private record Notices(ContainerOptions options) implements Consumer<IndexNotice> {

    @Override
    public void accept(IndexNotice notice) {
      options.notice(notice.text());
    }
  }

  @Override
  public PluginSet plugins() {
    return registry.plugins();
  }

  @Override
  public boolean statesEager() {
    return registry.statesEager();
  }

  @Override
  public FinderChain finders() {
    return registry.finders();
  }

  @Override
  public PluginSet refresh() {
    return registry.refresh();
  }

  @Override
  public PluginSet verify(List<RegisteredPlugin> plugins) {
    return registry.verify(plugins);
  }

  @Override
  public PluginSet verifyAll() {
    return registry.verifyAll();
  }

  @Override
  public PluginSet verifyUnusable() {
    return registry.verifyUnusable();
  }

  @Override
  public Subscription onChange(Consumer<PluginSetChange> listener) {
    return registry.onChange(listener);
  }

  @Override
  public void watch() {
    registry.watch();
  }

  @Override
  public void close() {
    registry.close();
  }
}
