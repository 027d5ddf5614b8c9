package dev.latent.container.runtime.layer;

import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.ServiceOffer;
import dev.latent.container.resolve.Closure;
import java.lang.module.ResolvedModule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says from which loader a plugin gets the packages of others. */
final class VisiblePackages {

  private final HostModules host;

  VisiblePackages(HostModules host) {
    this.host = host;
  }

  /** The loader of each package that is not the plugin's own. */
  Map<String, ClassLoader> of(
      PluginDescriptor descriptor,
      ModuleResolution resolved,
      Map<Closure.Wire, PluginLayer> wires) {
    Map<String, ClassLoader> others = new HashMap<>();
    // What the host declares wins over every plugin, or host and plugins would each have types of
    // their own under one name.
    for (String packageName : host.declaredPackages()) {
      others.put(packageName, host.hostLoader());
    }
    // Imported packages first: they say which of several exporters is meant.
    for (Map.Entry<Closure.Wire, PluginLayer> wire : wires.entrySet()) {
      if (wire.getKey().namespace().equals(Namespaces.PACKAGE)) {
        others.putIfAbsent(wire.getKey().name(), wire.getValue().loader());
      }
    }
    String name = resolved.module().name();
    for (ResolvedModule read : resolved.reads()) {
      PluginLayer plugin = resolved.plugins().get(read.configuration());
      if (host.standsIn(read.configuration())) {
        for (String exported : ModuleDescriptors.exportedTo(name, read.reference().descriptor())) {
          others.putIfAbsent(exported, host.hostLoader());
        }
        continue;
      }
      ModuleLayer hostLayer = plugin == null ? host.layerOf(read.configuration()) : null;
      Module module =
          plugin != null
              ? plugin.module()
              : hostLayer == null ? null : hostLayer.findModule(read.name()).orElse(null);
      ClassLoader loader = module == null ? null : module.getClassLoader();
      if (module == null || loader == null || loader.equals(ClassLoader.getPlatformClassLoader())) {
        continue;
      }
      for (String exported : ModuleDescriptors.exportedTo(name, read.reference().descriptor())) {
        others.putIfAbsent(exported, loader);
      }
    }
    for (String packageName : List.of("dev.latent.api", "dev.latent.api.spi")) {
      ClassLoader shared = host.sharedLoader(packageName);
      if (shared != null) {
        others.put(packageName, shared);
      }
    }
    addServiceTypes(descriptor, others);
    return others;
  }

  /**
   * A service type that neither the plugin nor anything that it reads has can only be one of the
   * host's, so its package is taken from there.
   */
  private void addServiceTypes(PluginDescriptor descriptor, Map<String, ClassLoader> others) {
    Set<String> types = new HashSet<>(descriptor.module().uses());
    for (ModuleFacts.Provides provides : descriptor.module().provides()) {
      types.add(provides.service());
    }
    for (ServiceOffer offer : descriptor.offers()) {
      types.addAll(offer.types());
    }
    for (String type : types) {
      int dot = type.lastIndexOf('.');
      String packageName = dot < 0 ? "" : type.substring(0, dot);
      if (!packageName.startsWith("java.")
          && !others.containsKey(packageName)
          && !descriptor.module().packages().contains(packageName)) {
        ClassLoader loader = host.loaderOfClass(type);
        if (loader != null) {
          others.put(packageName, loader);
        }
      }
    }
  }
}
