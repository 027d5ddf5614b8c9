package dev.latent.container.testing;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginServices;
import dev.latent.api.PluginVersion;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.ActivationEnvironment;
import dev.latent.container.activation.ActivationLimits;
import dev.latent.container.activation.ActivationMarker;
import dev.latent.container.activation.ActivationResult;
import dev.latent.container.activation.Activations;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.WaitGraph;
import dev.latent.container.service.ServiceCatalog;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Activation and services over plugins in memory and a fake runtime. */
public final class FakeWorld implements ActivationEnvironment {

  public final FakePlugins plugins = new FakePlugins();
  public final FakeRuntime runtime = new FakeRuntime(PluginKind.LAYER);
  public final Set<RegisteredPlugin> verified = ConcurrentHashMap.newKeySet();
  public final Map<RegisteredPlugin, Closure> closures = new ConcurrentHashMap<>();
  public ActivationLimits limits =
      new ActivationLimits(Duration.ofSeconds(20), Duration.ofSeconds(5));
  public Settings settings = Settings.NONE;
  private final WaitGraph waits = new WaitGraph();
  private @Nullable Activations activations;
  private @Nullable ActivationPolicies policies;
  private @Nullable ServiceCatalog catalog;

  public Activations activations() {
    if (activations == null) {
      activations = new Activations(this, limits, Clock.systemUTC(), new ActivationMarker(null));
    }
    return activations;
  }

  public ActivationPolicies policies() {
    if (policies == null) {
      policies = new ActivationPolicies(settings);
    }
    return policies;
  }

  public ServiceCatalog catalog() {
    if (catalog == null) {
      catalog =
          new ServiceCatalog(
              plugins, activations(), policies(), new PluginId("host", PluginVersion.NONE));
    }
    return catalog;
  }

  public PluginServices services() {
    return catalog().hostServices();
  }

  public ActivationResult activate(RegisteredPlugin plugin) {
    return activations().activate(plugin, new ActivationCause("a test"));
  }

  public List<String> stop(RegisteredPlugin plugin) {
    return activations().stop(plugin, new ActivationCause("a test"));
  }

  @Override
  public WaitGraph waits() {
    return waits;
  }

  @Override
  public void verify(List<RegisteredPlugin> candidates) {
    verified.addAll(candidates);
  }

  @Override
  public Closure closure(RegisteredPlugin plugin) {
    Closure known = closures.get(plugin);
    return known != null ? known : new Closure(plugin, List.of(plugin), List.of());
  }

  @Override
  public PluginRuntime runtime(PluginKind kind) {
    return runtime;
  }

  @Override
  public PluginServices services(RegisteredPlugin plugin) {
    return catalog().services(plugin);
  }

  @Override
  public Path dataDirectory(RegisteredPlugin plugin) {
    return Path.of("data", plugin.id().name());
  }
}
