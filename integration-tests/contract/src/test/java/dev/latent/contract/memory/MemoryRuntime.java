package dev.latent.contract.memory;

import dev.latent.api.PluginKind;
import dev.latent.api.ResolutionException;
import dev.latent.api.Warmth;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.resolve.HostCapabilities;
import dev.latent.container.resolve.MissingMessage;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.Preparation;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.RuntimeEnvironment;
import dev.latent.container.runtime.RuntimeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The simplest runtime that there can be: a plain class loader for each plugin over bytes in
 * memory, with no framework and no module. What the contract suite finds to be so on it as well as
 * on real ones comes from the container and not from a runtime.
 */
public final class MemoryRuntime implements PluginRuntime {

  /** The modules that the host has; every other one must come from a plugin. */
  private static final Set<String> HOST_MODULES = Set.of("acme.api", "dev.latent.api", "java.base");

  private final Set<String> hostPackages = new HashSet<>();
  private final ClassLoader hostLoader;
  private final Map<RegisteredPlugin, MemoryLoader> loaders = new ConcurrentHashMap<>();

  private MemoryRuntime(RuntimeEnvironment environment) {
    hostLoader = environment.hostLoader();
    hostPackages.add("dev.latent.api");
    for (String clause : environment.hostPackages()) {
      hostPackages.add(clause.split(";", 2)[0]);
    }
  }

  /** Makes the runtime. */
  public static final class Factory implements RuntimeFactory {

    @Override
    public boolean available(ClassLoader loader, String framework) {
      return true;
    }

    @Override
    public PluginRuntime create(RuntimeEnvironment environment) {
      return new MemoryRuntime(environment);
    }
  }

  @Override
  public PluginKind kind() {
    return PluginKind.LAYER;
  }

  @Override
  public String description() {
    return "plain class loaders over memory";
  }

  @Override
  public HostCapabilities hostCapabilities() {
    return this::hostHas;
  }

  private List<Capability> hostHas(String namespace, @Nullable String key) {
    boolean has =
        key != null
            && switch (namespace) {
              case Namespaces.MODULE -> HOST_MODULES.contains(key);
              case Namespaces.PACKAGE -> hostPackages.contains(key);
              default -> false;
            };
    return has ? List.of(new Capability(namespace, Map.of(namespace, key), Map.of())) : List.of();
  }

  @Override
  public Warmth prepare(Preparation preparation) {
    return Warmth.COLD;
  }

  @Override
  public Warmth discard(RegisteredPlugin plugin, Warmth level) {
    loaders.remove(plugin);
    return Warmth.COLD;
  }

  @Override
  public RunningPlugin activate(ActivationRequest request) {
    request.timer().begin("resolve");
    Closure closure = request.closure();
    if (!closure.resolvable()) {
      throw new ResolutionException(closure.plugin().id(), MissingMessage.of(closure, ""), null);
    }
    for (RegisteredPlugin member : closure.members()) {
      List<MemoryLoader> providers = new ArrayList<>();
      for (Closure.Wire wire : closure.wiresOf(member)) {
        MemoryLoader provider = loaders.get(wire.provider());
        if (provider != null && !providers.contains(provider)) {
          providers.add(provider);
        }
      }
      loaders.computeIfAbsent(
          member, plugin -> new MemoryLoader(plugin, providers, hostLoader, hostPackages));
    }
    MemoryLoader loader = loaders.get(request.plugin());
    if (loader == null) {
      throw new IllegalStateException(request.plugin() + " is not in its own closure");
    }
    request.loader(loader);
    request.timer().begin("start");
    MemoryPlugin plugin = new MemoryPlugin(this, request, loader);
    plugin.start();
    return plugin;
  }

  void stopped(RegisteredPlugin plugin) {
    loaders.remove(plugin);
  }

  @Override
  public void close(Duration limit) {
    loaders.clear();
  }
}
