package dev.latent.container.service.osgi;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginServices;
import dev.latent.api.PluginState;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.ActivationEnvironment;
import dev.latent.container.activation.ActivationLimits;
import dev.latent.container.activation.ActivationMarker;
import dev.latent.container.activation.Activations;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.WaitGraph;
import dev.latent.container.runtime.osgi.BootedFramework;
import dev.latent.container.runtime.osgi.FrameworkWatcher;
import dev.latent.container.runtime.osgi.OsgiRuntime;
import dev.latent.container.runtime.osgi.OsgiRuntimeFactory;
import dev.latent.container.runtime.osgi.TestPlugins;
import dev.latent.container.service.ServiceBridge;
import dev.latent.container.service.ServiceCatalog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Activation, catalog, runtime and bridge put together as the container does, over test jars. */
final class OsgiWorld implements AutoCloseable {

  private final WaitGraph waits = new WaitGraph();

  static final String FRAMEWORK = System.getProperty("latent.test.framework", "felix");

  private final TestPlugins plugins;
  private final OsgiRuntime runtime;
  private final Activations activations;
  private final ServiceCatalog catalog;
  private final ServiceBridge bridge;
  private @Nullable BootedFramework framework;

  OsgiWorld(TestPlugins plugins, Path state, String... hostPackages) {
    this.plugins = plugins;
    runtime =
        (OsgiRuntime)
            new OsgiRuntimeFactory()
                .create(
                    new RuntimeEnvironment(
                        () -> plugins,
                        state,
                        OsgiWorld.class.getClassLoader(),
                        ModuleLayer.boot(),
                        List.of(hostPackages),
                        FRAMEWORK,
                        Map.of(),
                        Settings.NONE,
                        List::of,
                        plugin -> new Closure(plugin, List.of(plugin), List.of()),
                        waits,
                        problem -> {}));
    activations =
        new Activations(
            new Environment(),
            new ActivationLimits(Duration.ofSeconds(30), Duration.ofSeconds(10)),
            Clock.systemUTC(),
            new ActivationMarker(null));
    catalog =
        new ServiceCatalog(
            plugins, activations, new ActivationPolicies(Settings.NONE), PluginId.parse("latent"));
    runtime.watch(
        new FrameworkWatcher() {
          @Override
          public void booted(BootedFramework booted) {
            framework = booted;
          }

          @Override
          public void closing() {
            // The runtime closes what it booted.
          }
        });
    bridge = new OsgiServiceBridgeFactory().connect(runtime, catalog.port());
  }

  private final class Environment implements ActivationEnvironment {

    @Override
    public WaitGraph waits() {
      return waits;
    }

    @Override
    public Closure closure(RegisteredPlugin plugin) {
      return plugins.closure(plugin);
    }

    @Override
    public PluginRuntime runtime(PluginKind kind) {
      return runtime;
    }

    @Override
    public PluginServices services(RegisteredPlugin plugin) {
      return catalog.services(plugin);
    }

    @Override
    public Path dataDirectory(RegisteredPlugin plugin) {
      throw new UnsupportedOperationException();
    }
  }

  PluginServices host() {
    return catalog.hostServices();
  }

  Activations activations() {
    return activations;
  }

  BootedFramework framework() {
    runtime.boot();
    return Objects.requireNonNull(framework);
  }

  void activate(RegisteredPlugin plugin) {
    activations.activate(plugin, new ActivationCause("test"));
  }

  void stop(RegisteredPlugin plugin) {
    activations.stop(plugin, new ActivationCause("test"));
  }

  PluginState state(RegisteredPlugin plugin) {
    return activations.status(plugin).state();
  }

  /** The context of a plugin's bundle, through which a test does what code of the bundle would. */
  BundleContext contextOf(RegisteredPlugin plugin) {
    activate(plugin);
    Bundle bundle = Objects.requireNonNull(framework().bundleOf(plugin));
    return Objects.requireNonNull(bundle.getBundleContext());
  }

  @Override
  public void close() {
    activations.close();
    bridge.close();
    runtime.close(Duration.ofSeconds(10));
  }
}
