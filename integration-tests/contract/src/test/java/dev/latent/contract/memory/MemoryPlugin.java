package dev.latent.contract.memory;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginActivator;
import dev.latent.api.PluginContext;
import dev.latent.api.PluginId;
import dev.latent.api.PluginServices;
import dev.latent.api.ServiceInstance;
import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.RunningPlugin;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A plugin of the memory runtime: its activators run, its providers are made when asked for. */
final class MemoryPlugin implements RunningPlugin, PluginContext {

  private final MemoryRuntime runtime;
  private final ActivationRequest request;
  private final RegisteredPlugin plugin;
  private final MemoryLoader loader;
  private final ArrayDeque<PluginActivator> started = new ArrayDeque<>();
  private final Map<ServiceOffer, Object> services = new ConcurrentHashMap<>();

  MemoryPlugin(MemoryRuntime runtime, ActivationRequest request, MemoryLoader loader) {
    this.runtime = runtime;
    this.request = request;
    this.plugin = request.plugin();
    this.loader = loader;
  }

  void start() {
    try {
      for (ModuleFacts.Provides provides : plugin.descriptor().module().provides()) {
        if (provides.service().equals(PluginActivator.class.getName())) {
          for (String provider : provides.providers()) {
            PluginActivator activator = (PluginActivator) make(provider);
            started.push(activator);
            activator.start(this);
          }
        }
      }
    } catch (Throwable e) {
      stop(Duration.ZERO);
      throw e instanceof ActivationException known
          ? known
          : new ActivationException(
              plugin.id(), "Plugin " + plugin.id() + " failed to start with " + e, e);
    }
  }

  private Object make(String provider) throws ReflectiveOperationException {
    try {
      return loader.loadClass(provider).getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private @Nullable String provider(ServiceOffer offer) {
    if (offer.provider().isPresent()) {
      return offer.provider().get();
    }
    for (ModuleFacts.Provides provides : plugin.descriptor().module().provides()) {
      if (offer.types().contains(provides.service())) {
        return provides.providers().get(0);
      }
    }
    return null;
  }

  @Override
  public @Nullable Object service(ServiceOffer offer) {
    String provider = provider(offer);
    return provider == null
        ? null
        : services.computeIfAbsent(
            offer,
            made -> {
              try {
                return make(provider);
              } catch (ReflectiveOperationException | LinkageError e) {
                throw new ActivationException(
                    plugin.id(), "Plugin " + plugin.id() + ": no " + provider + ": " + e, e);
              }
            });
  }

  @Override
  public @Nullable ServiceInstance<Object> instance(ServiceOffer offer) {
    Object shared = service(offer);
    if (shared == null) {
      return null;
    }
    return new ServiceInstance<>() {
      @Override
      public Object get() {
        return shared;
      }

      @Override
      public void close() {
        // It is shared.
      }
    };
  }

  @Override
  public ClassLoader loader() {
    return loader;
  }

  @Override
  public List<String> stop(Duration limit) {
    List<String> wrong = new ArrayList<>();
    for (PluginActivator activator : started) {
      try {
        activator.stop(this);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        wrong.add("interrupted while it stopped");
      } catch (Exception e) {
        wrong.add("failed to stop: " + e);
      }
    }
    started.clear();
    services.clear();
    runtime.stopped(plugin);
    return wrong;
  }

  @Override
  public PluginId plugin() {
    return plugin.id();
  }

  @Override
  public PluginServices services() {
    return request.services();
  }

  @Override
  public Path dataDirectory() {
    return request.dataDirectory();
  }
}
