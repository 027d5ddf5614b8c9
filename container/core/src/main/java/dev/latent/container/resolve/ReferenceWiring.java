package dev.latent.container.resolve;

import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is wired to whom in the reference run: all bundles of a set installed in reference order and
 * resolved at once. Bundles that did not resolve there have no part in it. Immutable and
 * thread-safe.
 */
public final class ReferenceWiring {

  private final Map<RegisteredPlugin, List<Wire>> wires;
  private final Map<RegisteredPlugin, List<Wire>> declared = new HashMap<>();
  private final Map<RegisteredPlugin, List<RegisteredPlugin>> fragments = new HashMap<>();

  /**
   * One wire.
   *
   * @param declaredBy whose requirement it fulfils: the user itself, or a fragment of it
   * @param provider who provides; null for the host
   * @param from who declares the capability: the provider, or a fragment of it; null for the host
   * @param namespace the namespace
   * @param name the value of the capability's attribute that is named like the namespace; empty if
   *     there is none
   */
  public record Wire(
      RegisteredPlugin declaredBy,
      @Nullable RegisteredPlugin provider,
      @Nullable RegisteredPlugin from,
      String namespace,
      String name) {}

  /**
   * Makes a wiring.
   *
   * @param wires the wires of each bundle that resolved, those of a host with what its fragments
   *     require; the map is copied
   */
  public ReferenceWiring(Map<RegisteredPlugin, List<Wire>> wires) {
    this.wires = new LinkedHashMap<>(wires);
    for (Map.Entry<RegisteredPlugin, List<Wire>> user : this.wires.entrySet()) {
      for (Wire wire : user.getValue()) {
        declared.computeIfAbsent(wire.declaredBy(), plugin -> new ArrayList<>()).add(wire);
        RegisteredPlugin host = wire.provider();
        if (host != null && wire.namespace().equals(Namespaces.HOST)) {
          fragments.computeIfAbsent(host, plugin -> new ArrayList<>()).add(user.getKey());
        }
      }
    }
  }

  /**
   * Whether a bundle resolved.
   *
   * @param plugin a plugin of the set
   * @return false also for plugins that do not run as bundles
   */
  public boolean resolved(RegisteredPlugin plugin) {
    return wires.containsKey(plugin);
  }

  /**
   * All wires of a bundle.
   *
   * @param user a plugin
   * @return its wires and those of its fragments; of a fragment only those to its hosts
   */
  public List<Wire> wires(RegisteredPlugin user) {
    return wires.getOrDefault(user, List.of());
  }

  /**
   * The wires that fulfil requirements that a bundle declares.
   *
   * @param plugin a plugin
   * @return of a fragment also those that are its hosts'
   */
  public List<Wire> declared(RegisteredPlugin plugin) {
    return declared.getOrDefault(plugin, List.of());
  }

  /**
   * The fragments that are attached to a bundle.
   *
   * @param host a plugin
   * @return in reference order
   */
  public List<RegisteredPlugin> fragments(RegisteredPlugin host) {
    return fragments.getOrDefault(host, List.of());
  }
}
