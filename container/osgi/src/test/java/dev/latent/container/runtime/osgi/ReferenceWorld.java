package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.FinderRegistry;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.resolve.Closure;
import dev.latent.container.resolve.HostCapabilities;
import dev.latent.container.resolve.PluginResolver;
import dev.latent.container.resolve.ReferenceWiring;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.PluginNeeds;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.WaitGraph;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Index, resolver and runtime over a directory, put together as the container does. */
final class ReferenceWorld implements AutoCloseable {

  static final String FRAMEWORK = System.getProperty("latent.test.framework", "felix");
  static final FrameworkKind KIND =
      FRAMEWORK.equals("felix") ? FrameworkKind.FELIX : FrameworkKind.EQUINOX;

  private final FinderRegistry registry;
  private final RuntimeEnvironment environment;
  private final OsgiRuntime runtime;
  private final PluginResolver resolver;
  private @Nullable BootedFramework framework;
  private final List<String> activated = new ArrayList<>();

  ReferenceWorld(Path plugins, Path state) {
    this(plugins, state, "state");
  }

  /** With framework storage of its own, beside the caches of others. */
  ReferenceWorld(Path plugins, Path state, String storage) {
    registry =
        FinderRegistry.builder()
            .directory(plugins)
            .stateDirectory(state)
            .frameworkAvailable(() -> true)
            .open();
    environment =
        new RuntimeEnvironment(
            registry::plugins,
            state.resolve(storage),
            getClass().getClassLoader(),
            ModuleLayer.boot(),
            List.of("acme.hosted;version=1.2"),
            FRAMEWORK,
            Map.of(),
            Settings.NONE,
            List::of,
            new Needs(),
            new WaitGraph(),
            problem -> {});
    runtime = (OsgiRuntime) new OsgiRuntimeFactory().create(environment);
    runtime.watch(
        new FrameworkWatcher() {
          @Override
          public void booted(BootedFramework booted) {
            framework = booted;
          }

          @Override
          public void closing() {
            framework = null;
          }
        });
    resolver =
        new PluginResolver(
            runtime::hostCapabilities,
            () -> HostCapabilities.NONE,
            plugin -> false,
            runtime::referenceWiring);
  }

  PluginSet plugins() {
    return registry.plugins();
  }

  RegisteredPlugin plugin(String name) {
    return plugins().named(name).get(0);
  }

  /** Takes over what is in the directory now, as the container does when something changed. */
  void refresh() {
    registry.refresh();
    runtime.changed(plugins());
  }

  RuntimeEnvironment environment() {
    return environment;
  }

  OsgiRuntime runtime() {
    return runtime;
  }

  BootedFramework framework() {
    runtime.boot();
    BootedFramework booted = framework;
    if (booted == null) {
      throw new IllegalStateException("not booted");
    }
    return booted;
  }

  @Nullable ReferenceWiring reference() {
    return runtime.referenceWiring(plugins());
  }

  Closure closure(RegisteredPlugin plugin) {
    return resolver.resolve(plugins(), plugin);
  }

  /** Installs and resolves what a plugin needs, as its lookup does before it starts anything. */
  void lookUp(RegisteredPlugin plugin) {
    runtime.resolve(request(plugin));
  }

  /** Does all that a lookup does. */
  private ActivationRequest request(RegisteredPlugin plugin) {
    // No circles here.
    return new TestRequest(closure(plugin), this::activate, early -> {});
  }

  RunningPlugin activate(RegisteredPlugin plugin) {
    return runtime.activate(request(plugin));
  }

  /** What was activated because code asked for it, each with the reason. */
  List<String> activated() {
    return activated;
  }

  /** The plugins that are installed, by their names. */
  Set<String> installed() {
    Set<String> names = new TreeSet<>();
    for (RegisteredPlugin plugin : plugins().all()) {
      if (framework().bundleOf(plugin) != null) {
        names.add(plugin.id().name());
      }
    }
    return names;
  }

  Map<String, Set<String>> wires() {
    return Wires.of(framework().context());
  }

  @Override
  public void close() {
    runtime.close(Duration.ofSeconds(10));
    registry.close();
  }

  private final class Needs implements PluginNeeds {

    @Override
    public Closure closure(RegisteredPlugin plugin) {
      return ReferenceWorld.this.closure(plugin);
    }

    @Override
    public void activate(RegisteredPlugin plugin, String reason) {
      activated.add(plugin.id().name() + " for " + reason);
      ReferenceWorld.this.activate(plugin);
    }
  }
}
