package dev.latent.container.runtime.layer;

import dev.latent.api.PluginException;
import dev.latent.api.PluginKind;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The layers in which one plugin looks for services with {@code ServiceLoader}. Most often its own
 * will do, as those of providers are among its parents; where a provider needs the plugin itself,
 * or the plugin does not say what it uses, an empty layer over all of them serves.
 *
 * <p>Thread-safe. The providers' layers stay as long as the plugin's does, or until the plugin set
 * changes. Layers are made with no lock held.
 */
final class ServiceLayers {

  private final PluginLayer user;
  private final LayerTable layers;
  private final RuntimeEnvironment environment;

  /** Guards what follows; no foreign code runs under it. */
  private final Object lock = new Object();

  private final Map<String, Held> known = new HashMap<>();

  /** What a lookup of one type uses, for as long as the plugin set is the same. */
  private record Held(PluginSet set, ModuleLayer layer, List<PluginLayer> providers) {}

  ServiceLayers(PluginLayer user, LayerTable layers, RuntimeEnvironment environment) {
    this.user = user;
    this.layers = layers;
    this.environment = environment;
  }

  /** Does what {@code ServiceLoader.load} would do in the caller, in the layer of all providers. */
  <S> ServiceLoader<S> load(Class<?> caller, Class<S> service) {
    admit(caller, service);
    return ServiceLoader.load(layer(service.getName()), service);
  }

  /** Does what {@code ServiceLoader.load} with a class loader does in the caller. */
  <S> ServiceLoader<S> original(Class<?> caller, Class<S> service, @Nullable ClassLoader loader) {
    admit(caller, service);
    return ServiceLoader.load(service, loader);
  }

  /**
   * Checks what the JDK checks of its caller, and lets this module pass the same checks: it is the
   * caller now.
   */
  private static void admit(Class<?> caller, Class<?> service) {
    Module module = caller.getModule();
    if (!module.canUse(service)) {
      throw new ServiceConfigurationError(
          service.getName() + ": " + module + " does not declare `uses`");
    }
    Module own = ServiceLayers.class.getModule();
    own.addUses(service);
    if (service.getClassLoader() instanceof PluginClassLoader plugin) {
      plugin.exportTo(own, service);
    }
  }

  private ModuleLayer layer(String service) {
    PluginSet set = environment.plugins().get();
    synchronized (lock) {
      Held held = known.get(service);
      if (held != null && held.set().equals(set)) {
        return held.layer();
      }
    }
    Held made = make(set, service);
    Set<PluginLayer> still = new HashSet<>();
    synchronized (lock) {
      known.put(service, made);
      for (Held held : known.values()) {
        still.addAll(held.providers());
      }
    }
    layers.using(user, still);
    return made.layer();
  }

  private Held make(PluginSet set, String service) {
    Set<PluginLayer> parents = ancestors();
    List<PluginLayer> providers = new ArrayList<>();
    for (RegisteredPlugin provider : offering(set, service)) {
      PluginLayer there = layers.find(provider);
      if (there == null || !parents.contains(there)) {
        PluginLayer held = use(provider);
        if (held != null) {
          providers.add(held);
        }
      }
    }
    ModuleLayer own = user.controller().layer();
    if (providers.isEmpty()) {
      return new Held(set, own, providers);
    }
    List<ModuleLayer> all = new ArrayList<>(List.of(own));
    List<Configuration> configurations = new ArrayList<>(List.of(own.configuration()));
    for (PluginLayer provider : providers) {
      all.add(provider.controller().layer());
      configurations.add(provider.controller().layer().configuration());
    }
    Configuration nothing =
        Configuration.resolve(ModuleFinder.of(), configurations, ModuleFinder.of(), List.of());
    return new Held(set, ModuleLayer.defineModules(nothing, all, name -> null).layer(), providers);
  }

  private List<RegisteredPlugin> offering(PluginSet set, String service) {
    List<RegisteredPlugin> offering = new ArrayList<>();
    for (Offer offer : set.offers(service)) {
      RegisteredPlugin plugin = offer.plugin();
      if (plugin.kind() == PluginKind.LAYER
          && !plugin.equals(user.plugin())
          && !offering.contains(plugin)
          && !environment.needs().withdrawn(plugin)) {
        offering.add(plugin);
      }
    }
    offering.sort((one, other) -> Integer.compare(one.order(), other.order()));
    return offering;
  }

  /** The layer of a provider; null where it can't be made, which hurts that provider only. */
  private @Nullable PluginLayer use(RegisteredPlugin provider) {
    try {
      Closure closure = environment.needs().closure(provider);
      return closure.resolvable() ? layers.use(user, closure) : null;
    } catch (PluginException unusable) {
      return null; // an activation of it, and check, say why
    }
  }

  private Set<PluginLayer> ancestors() {
    Set<PluginLayer> found = new LinkedHashSet<>(user.parents());
    List<PluginLayer> queue = new ArrayList<>(found);
    for (int i = 0; i < queue.size(); i++) {
      for (PluginLayer parent : queue.get(i).parents()) {
        if (found.add(parent)) {
          queue.add(parent);
        }
      }
    }
    return found;
  }
}
