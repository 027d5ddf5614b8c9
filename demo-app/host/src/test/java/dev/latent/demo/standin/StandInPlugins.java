package dev.latent.demo.standin;

import dev.latent.api.ActivationException;
import dev.latent.api.ActivationPolicy;
import dev.latent.api.Deferred;
import dev.latent.api.PluginId;
import dev.latent.api.PluginServices;
import dev.latent.api.PluginState;
import dev.latent.api.ServiceChange;
import dev.latent.api.ServiceHandle;
import dev.latent.api.ServiceInstance;
import dev.latent.api.ServiceRegistration;
import dev.latent.api.Subscription;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.PluginSnapshot;
import dev.latent.api.admin.PluginTransition;
import dev.latent.api.admin.Problem;
import dev.latent.api.spi.PluginListener;
import dev.latent.demo.api.DocumentAction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Plugins in memory; what the workbench does not ask for is not there. */
public final class StandInPlugins implements PluginServices, PluginAdmin {

  private final Map<String, StandInPlugin> plugins = new LinkedHashMap<>();
  private final List<PluginListener> listeners = new CopyOnWriteArrayList<>();

  /** Takes the plugins. */
  public StandInPlugins(List<StandInPlugin> all) {
    for (StandInPlugin plugin : all) {
      plugins.put(plugin.id.name(), plugin);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> List<ServiceHandle<T>> handles(Class<T> type) {
    List<ServiceHandle<T>> handles = new ArrayList<>();
    if (type == DocumentAction.class) {
      for (StandInPlugin plugin : plugins.values()) {
        if (plugin.action != null) {
          handles.add((ServiceHandle<T>) new Handle(plugin, plugin.action));
        }
      }
    }
    return handles;
  }

  private void activate(StandInPlugin plugin, String cause, List<String> why) {
    synchronized (plugin) {
      if (plugin.state == PluginState.ACTIVE) {
        return;
      }
      to(plugin, PluginState.ACTIVATING, cause);
      for (String need : plugin.needs) {
        StandInPlugin needed = plugins.get(need);
        if (needed != null) {
          List<String> chain = new ArrayList<>(why);
          chain.add("Needed by " + plugin.id + ".");
          activate(needed, "needed by " + plugin.id, chain);
        }
      }
      if (plugin.startFailure != null) {
        String message =
            "Plugin "
                + plugin.id
                + " could not be activated: "
                + plugin.startFailure.getMessage()
                + ". "
                + why.get(0)
                + " Put the missing jar into plugins/.";
        plugin.failure = Optional.of(message);
        to(plugin, PluginState.FAILED, message);
        throw new ActivationException(plugin.id, message, plugin.startFailure);
      }
      plugin.why = why;
      to(plugin, PluginState.ACTIVE, cause);
    }
  }

  private void to(StandInPlugin plugin, PluginState state, String cause) {
    PluginState before = plugin.state;
    plugin.state = state;
    PluginTransition transition =
        new PluginTransition(
            plugin.id, before, state, cause, Thread.currentThread().getName(), Instant.now());
    plugin.transitions.add(transition);
    for (PluginListener listener : listeners) {
      listener.changed(transition);
    }
  }

  private final class Handle implements ServiceHandle<DocumentAction> {

    private final StandInPlugin plugin;
    private final DocumentAction action;

    Handle(StandInPlugin plugin, DocumentAction action) {
      this.plugin = plugin;
      this.action = action;
    }

    @Override
    public DocumentAction get() {
      activate(
          plugin,
          "lookup of DocumentAction by the host",
          List.of(
              "The host looked up DocumentAction with action.id="
                  + attributes().get("action.id")
                  + "."));
      return action;
    }

    @Override
    public Optional<DocumentAction> peek() {
      return plugin.state == PluginState.ACTIVE ? Optional.of(action) : Optional.empty();
    }

    @Override
    public ServiceInstance<DocumentAction> newInstance() {
      throw absent();
    }

    @Override
    public String typeName() {
      return DocumentAction.class.getName();
    }

    @Override
    public PluginId plugin() {
      return plugin.id;
    }

    @Override
    public Map<String, Object> attributes() {
      return plugin.attributes;
    }

    @Override
    public int ranking() {
      return 0;
    }
  }

  @Override
  public List<PluginSnapshot> plugins() {
    return plugins.values().stream().map(StandInPlugin::snapshot).toList();
  }

  @Override
  public Optional<PluginSnapshot> plugin(String name) {
    return Optional.ofNullable(plugins.get(name)).map(StandInPlugin::snapshot);
  }

  @Override
  public void activate(PluginId plugin) {
    StandInPlugin found = plugins.get(plugin.name());
    if (found == null) {
      throw new IllegalArgumentException("There is no plugin " + plugin + ".");
    }
    activate(found, "told to by the host", List.of("The host told it to."));
  }

  @Override
  public Subscription onTransition(PluginListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public <T> List<ServiceHandle<T>> handles(Class<T> type, String filter) {
    throw absent();
  }

  @Override
  public List<ServiceHandle<Object>> handles(@Nullable String typeName, @Nullable String filter) {
    throw absent();
  }

  @Override
  public <T> Optional<T> find(Class<T> type) {
    throw absent();
  }

  @Override
  public <T> Optional<T> find(Class<T> type, String filter) {
    throw absent();
  }

  @Override
  public <T> T require(Class<T> type) {
    throw absent();
  }

  @Override
  public <T> T require(Class<T> type, String filter) {
    throw absent();
  }

  @Override
  public <T> Deferred<T> deferred(Class<T> type) {
    throw absent();
  }

  @Override
  public <T> Deferred<T> deferred(Class<T> type, String filter) {
    throw absent();
  }

  @Override
  public <T> T proxy(Class<T> type) {
    throw absent();
  }

  @Override
  public <T> T proxy(Class<T> type, String filter) {
    throw absent();
  }

  @Override
  public Optional<Object> find(String typeName, @Nullable String filter) {
    throw absent();
  }

  @Override
  public Object require(String typeName, @Nullable String filter) {
    throw absent();
  }

  @Override
  public Deferred<Object> deferred(String typeName, @Nullable String filter) {
    throw absent();
  }

  @Override
  public Subscription onChange(String typeName, Consumer<ServiceChange<Object>> listener) {
    throw absent();
  }

  @Override
  public PluginServices of(String plugin) {
    throw absent();
  }

  @Override
  public <T> Subscription onChange(Class<T> type, Consumer<ServiceChange<T>> listener) {
    throw absent();
  }

  @Override
  public <T> ServiceRegistration register(Class<T> type, T service, Map<String, ?> attributes) {
    throw absent();
  }

  @Override
  public List<String> why(String plugin) {
    throw absent();
  }

  @Override
  public List<String> whyNoService(String type, @Nullable String filter) {
    return List.of();
  }

  @Override
  public List<String> whyNot(String plugin) {
    throw absent();
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  @Override
  public List<Problem> check() {
    return List.of();
  }

  @Override
  public void stop(PluginId plugin) {
    throw absent();
  }

  @Override
  public void policy(PluginId plugin, ActivationPolicy policy) {
    throw absent();
  }

  @Override
  public List<String> refresh() {
    throw absent();
  }

  private static UnsupportedOperationException absent() {
    return new UnsupportedOperationException("The stand-in has no such thing.");
  }
}
