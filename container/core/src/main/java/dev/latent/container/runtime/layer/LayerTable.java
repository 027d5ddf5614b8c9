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
 * nor prepared and no layer that stays has it as parent or finds services in it.
 *
 * <p>Thread-safe. Layers are made with no lock held; the lock guards the tables alone.
 */
final class LayerTable {

  /** Only a storm of updates can make a layer's parents go while it is made, time and again. */
  private static final int MOST_ATTEMPTS = 100;

  private final LayerMaker maker;
  private final Object lock = new Object();
  private final Map<RegisteredPlugin, PluginLayer> layers = new HashMap<>();

  /** The layers in which each looks for services, beyond its parents. */
  private final Map<PluginLayer, Set<PluginLayer>> uses = new HashMap<>();

  /** How often each plugin is held: by its activation, by its preparation. */
  private final Map<RegisteredPlugin, Integer> holds = new HashMap<>();

  /** Of layers that went; closed by whoever took them away, with no lock held. */
  private final List<PluginFiles> toClose = new ArrayList<>();

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
    try {
      return findOrMake(plugin, wires);
    } finally {
      closeGone();
    }
  }

  private void closeGone() {
    List<PluginFiles> gone;
    synchronized (lock) {
      gone = List.copyOf(toClose);
      toClose.clear();
    }
    for (PluginFiles files : gone) {
      files.close();
    }
  }

  private @Nullable PluginLayer findOrMake(RegisteredPlugin plugin, List<Closure.Wire> wires) {
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
    maker.redirectServices(made, this);
    synchronized (lock) {
      PluginLayer known = layers.get(plugin);
      if (known != null) {
        toClose.add(made.files());
        return known;
      }
      for (PluginLayer parent : made.parents()) {
        if (!parent.equals(layers.get(parent.plugin()))) {
          toClose.add(made.files());
          return null;
        }
      }
      layers.put(plugin, made);
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
   * Gives the layer of a closure's plugin to a layer that looks for services there; it stays as
   * long as that one does, or until {@link #using} leaves it out.
   *
   * @return the layer; null if the user is gone
   */
  @Nullable PluginLayer use(PluginLayer user, Closure closure) {
    PluginLayer held = hold(closure);
    boolean there;
    synchronized (lock) {
      there = user.equals(layers.get(user.plugin()));
      if (there) {
        uses.computeIfAbsent(user, none -> new HashSet<>()).add(held);
      }
    }
    release(held);
    return there ? held : null;
  }

  /** Says which of the layers that it was given by {@link #use} a layer uses still. */
  void using(PluginLayer user, Set<PluginLayer> still) {
    synchronized (lock) {
      Set<PluginLayer> used = uses.get(user);
      if (used != null && used.retainAll(still)) {
        sweep();
      }
    }
    closeGone();
  }

  /**
   * Ends one hold.
   *
   * @return the plugins whose layers keep this one, in words; empty if it is gone
   */
  List<String> release(PluginLayer layer) {
    try {
      return released(layer);
    } finally {
      closeGone();
    }
  }

  private List<String> released(PluginLayer layer) {
    synchronized (lock) {
      holds.computeIfPresent(layer.plugin(), (plugin, count) -> count > 1 ? count - 1 : null);
      if (freed(layer)) {
        return List.of();
      }
      List<String> users = new ArrayList<>();
      for (PluginLayer other : layers.values()) {
        if (needed(other).contains(layer)) {
          users.add(other.plugin().id().toString());
        }
      }
      return users;
    }
  }

  private boolean freed(PluginLayer layer) {
    sweep();
    return !layer.equals(layers.get(layer.plugin()));
  }

  private List<PluginLayer> needed(PluginLayer layer) {
    List<PluginLayer> needed = new ArrayList<>(layer.parents());
    needed.addAll(uses.getOrDefault(layer, Set.of()));
    return needed;
  }

  /**
   * Takes away all layers that no held layer needs. Those that need each other in a circle, as a
   * plugin and a provider of a service that it uses may, go together.
   */
  private void sweep() {
    Set<PluginLayer> kept = new HashSet<>();
    List<PluginLayer> queue = new ArrayList<>();
    for (RegisteredPlugin held : holds.keySet()) {
      PluginLayer layer = layers.get(held);
      if (layer != null && kept.add(layer)) {
        queue.add(layer);
      }
    }
    for (int i = 0; i < queue.size(); i++) {
      for (PluginLayer needed : needed(queue.get(i))) {
        if (kept.add(needed)) {
          queue.add(needed);
        }
      }
    }
    for (PluginLayer layer : List.copyOf(layers.values())) {
      if (!kept.contains(layer)) {
        layers.remove(layer.plugin());
        toClose.add(layer.files());
      }
    }
    uses.keySet().retainAll(kept);
  }

  /** Takes all layers away. */
  void clear() {
    synchronized (lock) {
      for (PluginLayer layer : layers.values()) {
        toClose.add(layer.files());
      }
      layers.clear();
      uses.clear();
      holds.clear();
    }
    closeGone();
  }
}
