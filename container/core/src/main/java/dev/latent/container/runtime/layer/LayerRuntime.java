package dev.latent.container.runtime.layer;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.ResolutionException;
import dev.latent.api.Warmth;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.resolve.Closure;
import dev.latent.container.resolve.HostCapabilities;
import dev.latent.container.resolve.MissingMessage;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.ClosedContainer;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.Preparation;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Runs layer plugins: a module layer and a class loader for each, over the layers of the plugins
 * that it needs and the host's layer. Making a layer defines no class and opens no file; a service
 * is made when it is asked for first.
 *
 * <p>Thread-safe. Code of plugins is called with no lock held.
 */
public final class LayerRuntime implements PluginRuntime {

  private static final Duration MAKING_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final RuntimeEnvironment environment;
  private final HostModules host;
  private final LayerTable layers;
  private final LayerPreparation preparation;
  private final Duration makingLimit;
  private final Duration stopLimit;
  private final List<LayerPlugin> running = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * Makes the runtime; looks at nothing yet.
   *
   * @param environment what it may use of the container
   */
  public LayerRuntime(RuntimeEnvironment environment) {
    this(environment, environment.settings().duration(SettingKeys.ACTIVATION_LIMIT, MAKING_LIMIT));
  }

  LayerRuntime(RuntimeEnvironment environment, Duration makingLimit) {
    this.environment = environment;
    this.makingLimit = makingLimit;
    this.stopLimit = environment.settings().duration(SettingKeys.STOP_LIMIT, STOP_LIMIT);
    this.host = new HostModules(environment);
    ReadAhead ahead = new ReadAhead();
    this.layers = new LayerTable(new LayerMaker(environment, host), ahead, environment.hooks());
    this.preparation =
        new LayerPreparation(layers, ahead, environment.hooks(), environment.transformers());
  }

  @Override
  public HostCapabilities hostCapabilities() {
    return host;
  }

  @Override
  public PluginKind kind() {
    return PluginKind.LAYER;
  }

  @Override
  public String description() {
    return "module layers";
  }

  @Override
  public Warmth prepare(Preparation preparing) {
    requireOpen();
    return preparation.prepare(preparing);
  }

  @Override
  public Warmth discard(RegisteredPlugin plugin, Warmth level) {
    requireOpen();
    return preparation.discard(plugin, level);
  }

  @Override
  public RunningPlugin activate(ActivationRequest request) {
    requireOpen();
    Closure closure = request.closure();
    if (!closure.resolvable()) {
      throw new ResolutionException(closure.plugin().id(), MissingMessage.of(closure, ""), null);
    }
    request.timer().begin("resolve");
    PluginLayer layer = layers.hold(closure);
    preparation.used(layer);
    LayerPlugin plugin =
        new LayerPlugin(layer, new ProviderMaker(layer, closure, environment), this);
    running.add(plugin);
    request.timer().begin("start");
    plugin.start(new LayerContext(request), stopLimit);
    request.timer().end();
    return plugin;
  }

  ServiceSlot slot(PluginId plugin, String provider) {
    return new ServiceSlot(plugin, provider, environment.waits(), makingLimit);
  }

  void stopped(LayerPlugin plugin, PluginLayer layer) {
    running.remove(plugin);
    layers.release(layer);
    preparation.forget(layer.plugin()); // what is left of it is a part only
  }

  private void requireOpen() {
    if (closed) {
      throw ClosedContainer.refusal();
    }
  }

  /** The layer of a plugin; null if there is none now. */
  @Nullable PluginLayer layerOf(RegisteredPlugin plugin) {
    return layers.find(plugin);
  }

  /** How many layers there are now. */
  int layerCount() {
    return layers.size();
  }

  @Override
  public void close(Duration limit) {
    closed = true;
    long end = System.nanoTime() + limit.toNanos();
    List<LayerPlugin> last = new ArrayList<>(running);
    Collections.reverse(last);
    for (LayerPlugin plugin : last) {
      plugin.stop(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    preparation.clear();
    layers.clear();
  }
}
