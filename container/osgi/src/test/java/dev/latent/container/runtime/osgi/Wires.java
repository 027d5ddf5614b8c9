package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.ReferenceWiring;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** The wires of all resolved bundles of a framework, as texts that can be compared. */
final class Wires {

  private Wires() {}

  /** By the id of the bundle; each wire says whose requirement it is, for what, and to whom. */
  static Map<String, Set<String>> of(BundleContext system) {
    Map<String, Set<String>> all = new TreeMap<>();
    for (Bundle bundle : system.getBundles()) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (wiring != null && bundle.getBundleId() != 0) {
        Set<String> wires = new TreeSet<>();
        for (BundleWire wire : wiring.getRequiredWires(null)) {
          Object name =
              wire.getCapability().getAttributes().get(wire.getCapability().getNamespace());
          wires.add(
              id(wire.getRequirement().getRevision())
                  + " "
                  + wire.getCapability().getNamespace()
                  + " "
                  + name
                  + " -> "
                  + id(wire.getProviderWiring().getRevision()));
        }
        all.put(id(wiring.getRevision()), wires);
      }
    }
    return all;
  }

  /** The same of a wiring that was computed. */
  static Map<String, Set<String>> of(PluginSet set, ReferenceWiring reference) {
    Map<String, Set<String>> all = new TreeMap<>();
    for (RegisteredPlugin plugin : set.all()) {
      if (reference.resolved(plugin)) {
        Set<String> wires = new TreeSet<>();
        for (ReferenceWiring.Wire wire : reference.wires(plugin)) {
          wires.add(
              id(wire.declaredBy())
                  + " "
                  + wire.namespace()
                  + " "
                  + wire.name()
                  + " -> "
                  + id(wire.provider()));
        }
        all.put(id(plugin), wires);
      }
    }
    return all;
  }

  static String id(@Nullable RegisteredPlugin plugin) {
    return plugin == null ? "framework" : plugin.id().name() + " " + plugin.id().version();
  }

  static String id(BundleRevision revision) {
    return revision.getBundle().getBundleId() == 0
        ? "framework"
        : revision.getSymbolicName() + " " + revision.getVersion();
  }
}
