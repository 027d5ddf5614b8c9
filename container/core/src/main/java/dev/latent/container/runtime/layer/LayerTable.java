package dev.latent.container.runtime.layer;

import dev.latent.api.ResolutionException;
import dev.latent.api.Warmth;
import dev.latent.container.finder.HookMonitor;
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
  private final ReadAhead ahead;
  private final HookMonitor hooks;
  private final Object lock = new Object();
  private final Map<RegisteredPlugin, PluginLayer> layers = new HashMap<>();

  /** The layers in which each looks for services, beyond its parents. */
  private final Map<PluginLayer, Set<PluginLayer>> uses = new HashMap<>();

  /** How often each plugin is held by activations. */
  private final Map<RegisteredPlugin, Integer> holds = new HashMap<>();

  /** The layers that were made early and that no activation has used yet. */
  private final Set<PluginLayer> prepared = new HashSet<>();

  /** Of layers that went; closed by whoever took them away, with no lock held. */
  private final List<PluginFiles> toClose = new ArrayList<>();

  LayerTable(LayerMaker maker, ReadAhead ahead, HookMonitor hooks) {
    this.maker = maker;
    this.ahead = ahead;
    this.hooks = hooks;
  }

  /**
   * Gives the layer of a closure's plugin, made if need be with those of all members, and holds it
   * until {@link #release}. What was prepared of them is used, unless a hook came since.
   */
  PluginLayer hold(Closure closure) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      PluginLayer made = layers(closure);
      if (made != null && hold(made)) {
        if (take(made)) {
          return made;
        }
        release(made);
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

  /** The layer of a closure's plugin, with those of all members; null if one of them went. */
  private @Nullable PluginLayer layers(Closure closure) {
    Map<RegisteredPlugin, List<Closure.Wire>> wires = new HashMap<>();
    for (Closure.Wire wire : closure.wires()) {
      List<Closure.Wire> own = wires.get(wire.user());
      if (own == null) {
        own = new ArrayList<>();
        wires.put(wire.user(), own);
      }
      own.add(wire);
    }
    PluginLayer made = null;
    for (RegisteredPlugin member : closure.members()) {
      made = layer(member, wires.getOrDefault(member, List.of()));
      if (made == null) {
        return null;
      }
    }
    return made;
  }

  /** Takes a layer and all that it stands on for an activation; false if one can't be used. */
  private boolean take(PluginLayer layer) {
    long generation = hooks.generation(Warmth.DEFINED);
    if (!layer.loader().take(generation)) {
      drop(layer);
      return false;
    }
    for (int i = 0; i < layer.parents().size(); i++) {
      if (!take(layer.parents().get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes the layer of a closure's plugin before anybody needs it, with those of all members.
   *
   * @return the layer; null if it is in use, or if it could not be made now
   */
  @Nullable PluginLayer prepare(Closure closure) {
    PluginLayer made;
    try {
      made = layers(closure);
    } catch (ResolutionException e) {
      return null; // the activation will meet the same and say so
    }
    try {
      return prepared(made);
    } finally {
      closeGone();
    }
  }

  private @Nullable PluginLayer prepared(@Nullable PluginLayer made) {
    synchronized (lock) {
      if (made == null || !made.equals(layers.get(made.plugin())) || inUse().contains(made)) {
        sweep();
        return null;
      }
      prepared.add(made);
      return made;
    }
  }

  /** The layer of a plugin that was prepared and is not in use; null if there is none. */
  @Nullable PluginLayer prepared(RegisteredPlugin plugin) {
    synchronized (lock) {
      PluginLayer layer = layers.get(plugin);
      return layer != null && prepared.contains(layer) && !inUse().contains(layer) ? layer : null;
    }
  }

  /** Whether a layer stands on one that is in use. */
  boolean usesTaken(PluginLayer layer) {
    synchronized (lock) {
      Set<PluginLayer> used = inUse();
      for (PluginLayer needed : reachable(List.of(layer))) {
        if (used.contains(needed)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Takes a prepared layer back, with all that were prepared over it or have classes of it.
   *
   * @return the layers that are gone; none if it is in use
   */
  List<PluginLayer> drop(PluginLayer layer) {
    try {
      return dropped(layer);
    } finally {
      closeGone();
    }
  }

  private List<PluginLayer> dropped(PluginLayer layer) {
    synchronized (lock) {
      if (inUse().contains(layer)) {
        return List.of();
      }
      prepared.removeIf(other -> reachable(List.of(other)).contains(layer));
      Set<PluginLayer> before = new HashSet<>(layers.values());
      sweep();
      before.removeAll(layers.values());
      return List.copyOf(before);
    }
  }

  private Set<PluginLayer> inUse() {
    List<PluginLayer> held = new ArrayList<>();
    for (RegisteredPlugin plugin : holds.keySet()) {
      PluginLayer layer = layers.get(plugin);
      if (layer != null) {
        held.add(layer);
      }
    }
    return reachable(held);
  }

  private Set<PluginLayer> reachable(List<PluginLayer> from) {
    Set<PluginLayer> found = new HashSet<>(from);
    List<PluginLayer> queue = new ArrayList<>(from);
    for (int i = 0; i < queue.size(); i++) {
      for (PluginLayer needed : needed(queue.get(i))) {
        if (found.add(needed)) {
          queue.add(needed);
        }
      }
    }
    return found;
  }

  private boolean hold(PluginLayer layer) {
    synchronized (lock) {
      if (!layer.equals(layers.get(layer.plugin()))) {
        return false;
      }
      holds.put(layer.plugin(), holds.getOrDefault(layer.plugin(), 0) + 1);
      prepared.remove(layer);
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
    Map<String, byte[]> read = ahead.of(plugin);
    if (read != null) {
      made.files().ahead(read);
    }
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
    Set<PluginLayer> kept = inUse();
    prepared.retainAll(layers.values());
    kept.addAll(reachable(List.copyOf(prepared)));
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
      prepared.clear();
    }
    closeGone();
  }
}
