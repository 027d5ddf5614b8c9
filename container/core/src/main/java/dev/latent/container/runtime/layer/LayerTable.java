package dev.latent.container.runtime.layer;

import dev.latent.api.ResolutionException;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The layers there are, one for each plugin in use. A layer goes when its plugin is neither active
 * nor prepared and no other layer has it as parent.
 *
 * <p>Thread-safe. Layers are made with no lock held; the lock guards the tables alone.
 */
final class LayerTable {

  /** Only a storm of updates can make a layer's parents go while it is made, time and again. */
  private static final int MOST_ATTEMPTS = 100;

  private final LayerMaker maker;
  private final Object lock = new Object();
  private final Map<RegisteredPlugin, PluginLayer> layers = new HashMap<>();
  private final Map<PluginLayer, Set<PluginLayer>> children = new HashMap<>();

  /** How often each plugin is held: by its activation, by its preparation. */
  private final Map<RegisteredPlugin, Integer> holds = new HashMap<>();

  LayerTable(LayerMaker maker) {
    this.maker = maker;
  }

  /**
   * Gives the layer of a closure's plugin, made if need be with those of all members, and holds it
   * until {@link #release}.
   */
  PluginLayer hold(Closure closure) {
    Map<RegisteredPlugin, List<Closure.Wire>> wires = new HashMap<>();
    for (Closure.Wire wire : closure.wires()) {
      List<Closure.Wire> own = wires.get(wire.user());
      if (own == null) {
        own = new ArrayList<>();
        wires.put(wire.user(), own);
      }
      own.add(wire);
    }
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      PluginLayer made = null;
      for (RegisteredPlugin member : closure.members()) {
        made = layer(member, wires.getOrDefault(member, List.of()));
        if (made == null) {
          break;
        }
      }
      if (made != null && hold(made)) {
        return made;
      }
    }
    throw new ResolutionException(
        closure.plugin().id(),
        "The plugins that "
            + closure.plugin().id()
            + " needs were stopped or updated again and again while it was activated. Try again"
            + " when no update is running.",
        null);
  }

  private boolean hold(PluginLayer layer) {
    synchronized (lock) {
      if (!layer.equals(layers.get(layer.plugin()))) {
        return false;
      }
      holds.put(layer.plugin(), holds.getOrDefault(layer.plugin(), 0) + 1);
      return true;
    }
  }

  /** Finds or makes a layer; null if a parent went meanwhile. */
  private @Nullable PluginLayer layer(RegisteredPlugin plugin, List<Closure.Wire> wires) {
    Map<Closure.Wire, PluginLayer> parents = new LinkedHashMap<>();
    synchronized (lock) {
      for (Closure.Wire wire : wires) {
        PluginLayer parent = layers.get(wire.provider());
        if (parent == null) {
          return null;
        }
        parents.put(wire, parent);
      }
      PluginLayer known = layers.get(plugin);
      if (known != null && fits(known, parents)) {
        return known;
      }
      if (known != null && !freed(known)) {
        // It is in use with the parents that it has; they stay until it goes.
        return known;
      }
    }
    PluginLayer made = maker.make(plugin, parents);
    synchronized (lock) {
      PluginLayer known = layers.get(plugin);
      if (known != null) {
        made.files().close();
        return known;
      }
      for (PluginLayer parent : made.parents()) {
        if (!parent.equals(layers.get(parent.plugin()))) {
          return null;
        }
      }
      layers.put(plugin, made);
      for (PluginLayer parent : made.parents()) {
        Set<PluginLayer> siblings = children.get(parent);
        if (siblings == null) {
          siblings = new HashSet<>();
          children.put(parent, siblings);
        }
        siblings.add(made);
      }
      return made;
    }
  }

  private static boolean fits(PluginLayer layer, Map<Closure.Wire, PluginLayer> parents) {
    return Set.copyOf(layer.parents()).equals(Set.copyOf(parents.values()));
  }

  /** The layer of a plugin, if there is one. */
  @Nullable PluginLayer find(RegisteredPlugin plugin) {
    synchronized (lock) {
      return layers.get(plugin);
    }
  }

  int size() {
    synchronized (lock) {
      return layers.size();
    }
  }

  /**
   * Ends one hold.
   *
   * @return the plugins whose layers keep this one, in words; empty if it is gone
   */
  List<String> release(PluginLayer layer) {
    synchronized (lock) {
      holds.computeIfPresent(layer.plugin(), (plugin, count) -> count > 1 ? count - 1 : null);
      if (freed(layer)) {
        return List.of();
      }
      List<String> users = new ArrayList<>();
      for (PluginLayer child : children.getOrDefault(layer, Set.of())) {
        users.add(child.plugin().id().toString());
      }
      return users;
    }
  }

  /** Takes a layer away if nobody uses it, and then those of its parents that nobody uses. */
  private boolean freed(PluginLayer layer) {
    if (holds.containsKey(layer.plugin()) || !children.getOrDefault(layer, Set.of()).isEmpty()) {
      return false;
    }
    List<PluginLayer> queue = new ArrayList<>(List.of(layer));
    for (int i = 0; i < queue.size(); i++) {
      PluginLayer at = queue.get(i);
      if (holds.containsKey(at.plugin()) || !children.getOrDefault(at, Set.of()).isEmpty()) {
        continue;
      }
      layers.remove(at.plugin(), at);
      children.remove(at);
      at.files().close();
      for (PluginLayer parent : at.parents()) {
        Set<PluginLayer> siblings = children.get(parent);
        if (siblings != null) {
          siblings.remove(at);
        }
        queue.add(parent);
      }
    }
    return true;
  }

  /** Takes all layers away. */
  void clear() {
    synchronized (lock) {
      for (PluginLayer layer : layers.values()) {
        layer.files().close();
      }
      layers.clear();
      children.clear();
      holds.clear();
    }
  }
}
