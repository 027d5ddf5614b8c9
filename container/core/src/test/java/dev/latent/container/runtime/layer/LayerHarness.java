package dev.latent.container.runtime.layer;

import dev.latent.api.PluginServices;
import dev.latent.api.spi.ClassTransformer;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.HookMonitor;
import dev.latent.container.finder.InMemoryPluginSet;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.SettingsReader;
import dev.latent.container.resolve.Closure;
import dev.latent.container.resolve.HostCapabilities;
import dev.latent.container.resolve.PluginResolver;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.StepTimer;
import dev.latent.container.runtime.WaitGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** A runtime for layers over plugins that a test wrote, with nothing of the container around it. */
final class LayerHarness implements AutoCloseable {

  final InMemoryPluginSet plugins = new InMemoryPluginSet();
  private volatile PluginSet set = plugins;
  final List<ClassTransformer> transformers = new CopyOnWriteArrayList<>();
  final List<RunningPlugin> early = new ArrayList<>();
  final LayerRuntime runtime;
  final HookMonitor hooks = new HookMonitor();
  private final PluginResolver resolver;
  private final Path state;

  /** Answers lookups of plugins by type name; none unless a test sets it. */
  volatile Function<String, Object> lookup =
      type -> {
        throw new IllegalStateException("no lookup of " + type + " expected");
      };

  LayerHarness(Path state) {
    this(state, LayerHarness.class.getClassLoader(), List.of(), Duration.ofSeconds(30));
  }

  LayerHarness(Path state, boolean serviceLoader) {
    this(
        state,
        LayerHarness.class.getClassLoader(),
        List.of(),
        Duration.ofSeconds(30),
        serviceLoader);
  }

  LayerHarness(Path state, ClassLoader hostLoader, List<String> hostPackages, Duration limit) {
    this(state, hostLoader, hostPackages, limit, true);
  }

  private LayerHarness(
      Path state,
      ClassLoader hostLoader,
      List<String> hostPackages,
      Duration limit,
      boolean serviceLoader) {
    this.state = state;
    this.runtime =
        new LayerRuntime(
            new RuntimeEnvironment(
                () -> set,
                state,
                hostLoader,
                ModuleLayer.boot(),
                hostPackages,
                "",
                Map.of(),
                new SettingsReader()
                    .api("latent.serviceloader", Boolean.toString(serviceLoader))
                    .read(),
                () -> transformers,
                this::closure,
                new WaitGraph(),
                problem -> {},
                false,
                hooks),
            limit);
    Supplier<HostCapabilities> host = runtime::hostCapabilities;
    this.resolver = new PluginResolver(() -> HostCapabilities.NONE, host);
  }

  /** Lets the same plugins, and those that come, be another plugin set. */
  void changed() {
    resolver.invalidate();
    set =
        (PluginSet)
            Proxy.newProxyInstance(
                LayerHarness.class.getClassLoader(),
                new Class<?>[] {PluginSet.class},
                (proxy, method, arguments) -> method.invoke(plugins, arguments));
  }

  Closure closure(RegisteredPlugin plugin) {
    return resolver.resolve(plugins, plugin);
  }

  RunningPlugin activate(RegisteredPlugin plugin) {
    return runtime.activate(request(plugin));
  }

  ActivationRequest request(RegisteredPlugin plugin) {
    Closure closure = closure(plugin);
    PluginServices services =
        (PluginServices)
            Proxy.newProxyInstance(
                LayerHarness.class.getClassLoader(),
                new Class<?>[] {PluginServices.class},
                (proxy, method, arguments) -> lookup.apply(((Class<?>) arguments[0]).getName()));
    StepTimer timer = new StepTimer();
    return new ActivationRequest() {
      @Override
      public Closure closure() {
        return closure;
      }

      @Override
      public void activateFirst(RegisteredPlugin needed, String reason) {
        throw new AssertionError("layers start nothing else: " + reason);
      }

      @Override
      public PluginServices services() {
        return services;
      }

      @Override
      public Path dataDirectory() {
        try {
          return Files.createDirectories(state.resolve(plugin.id().name()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public StepTimer timer() {
        return timer;
      }

      @Override
      public void early(RunningPlugin running) {
        early.add(running);
      }
    };
  }

  /** The first offer of a plugin under a type. */
  static ServiceOffer offer(RegisteredPlugin plugin, String type) {
    for (ServiceOffer offer : plugin.descriptor().offers(plugin.kind())) {
      if (offer.types().contains(type)) {
        return offer;
      }
    }
    throw new AssertionError(plugin.id() + " offers no " + type);
  }

  @Override
  public void close() {
    runtime.close(Duration.ofSeconds(5));
  }
}
