package dev.latent.container.activation;

import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginTransition;
import dev.latent.api.spi.PluginListener;
import dev.latent.container.finder.RegisteredPlugin;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The state machines of the plugins to which anything happened, and who is told of their changes.
 * Thread-safe; observers and listeners are called with no lock held.
 */
final class Lifecycles {

  private static final PluginStatus UNTOUCHED = PluginStatus.initial(PluginState.REGISTERED);
  private static final PluginStatus LEFT = PluginStatus.initial(PluginState.UNREGISTERED);

  private final Clock clock;
  private final ConcurrentHashMap<RegisteredPlugin, PluginLifecycle> lifecycles =
      new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<TransitionObserver> observers = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<PluginListener> listeners = new CopyOnWriteArrayList<>();

  /**
   * The plugins that left, as long as somebody holds them, so that none of them gets a second life.
   */
  private final Map<RegisteredPlugin, Boolean> left =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Whether any did, which most containers never see. */
  private volatile boolean anyLeft;

  private final AtomicLong sequence = new AtomicLong();

  Lifecycles(Clock clock) {
    this.clock = clock;
  }

  /** The status of a plugin, without remembering a plugin to which nothing happened yet. */
  PluginStatus status(RegisteredPlugin plugin) {
    PluginLifecycle lifecycle = lifecycles.get(plugin);
    return lifecycle != null ? lifecycle.status() : left(plugin) ? LEFT : UNTOUCHED;
  }

  List<PluginTransition> history(RegisteredPlugin plugin) {
    PluginLifecycle lifecycle = lifecycles.get(plugin);
    return lifecycle == null ? List.of() : lifecycle.history();
  }

  /** The state machine of a plugin; null if nothing happened to it yet. */
  @Nullable PluginLifecycle known(RegisteredPlugin plugin) {
    return lifecycles.get(plugin);
  }

  /** The state machine of a plugin; one that ended for a plugin that left. */
  PluginLifecycle of(RegisteredPlugin plugin) {
    PluginLifecycle known = lifecycles.get(plugin);
    if (known != null) {
      return known;
    }
    PluginLifecycle made = new PluginLifecycle(plugin, PluginState.REGISTERED, clock);
    PluginLifecycle first = lifecycles.putIfAbsent(plugin, made);
    if (first != null) {
      return first;
    }
    if (left(plugin) && lifecycles.remove(plugin, made)) {
      return new PluginLifecycle(plugin, PluginState.UNREGISTERED, clock);
    }
    return made;
  }

  Collection<PluginLifecycle> all() {
    return lifecycles.values();
  }

  /** Notes that a plugin left, before its state machine goes, or while it is at work still. */
  void leave(RegisteredPlugin plugin) {
    left.put(plugin, true);
    anyLeft = true;
  }

  void enter(RegisteredPlugin plugin) {
    if (anyLeft) {
      left.remove(plugin);
    }
  }

  /** Whether a plugin left. */
  boolean left(RegisteredPlugin plugin) {
    return anyLeft && left.containsKey(plugin);
  }

  /** Whether one of several plugins left. */
  boolean anyLeft(List<RegisteredPlugin> plugins) {
    if (anyLeft) {
      for (int i = 0; i < plugins.size(); i++) {
        if (left.containsKey(plugins.get(i))) {
          return true;
        }
      }
    }
    return false;
  }

  void remove(RegisteredPlugin plugin) {
    lifecycles.remove(plugin);
  }

  /** The active plugins in the order of their activation. */
  List<RegisteredPlugin> active() {
    record Active(RegisteredPlugin plugin, long sequence) {}
    List<Active> active = new ArrayList<>();
    for (PluginLifecycle lifecycle : lifecycles.values()) {
      PluginStatus now = lifecycle.status();
      if (now.state() == PluginState.ACTIVE) {
        active.add(new Active(lifecycle.plugin(), now.sequence()));
      }
    }
    active.sort((a, b) -> Long.compare(a.sequence, b.sequence));
    List<RegisteredPlugin> plugins = new ArrayList<>(active.size());
    for (Active each : active) {
      plugins.add(each.plugin);
    }
    return plugins;
  }

  /** The plugins to which anything happened, in reference order. */
  List<RegisteredPlugin> touched() {
    List<RegisteredPlugin> plugins = new ArrayList<>(lifecycles.keySet());
    plugins.sort((one, other) -> Integer.compare(one.order(), other.order()));
    return plugins;
  }

  /** The number of the next activation, by which they are ordered. */
  long nextSequence() {
    return sequence.incrementAndGet();
  }

  void observe(TransitionObserver observer) {
    observers.add(observer);
  }

  void listen(PluginListener listener) {
    listeners.add(listener);
  }

  void unlisten(PluginListener listener) {
    listeners.remove(listener);
  }

  /** Changes a state and tells everybody, own observers first, then those that wait, then hosts. */
  boolean transition(PluginLifecycle lifecycle, PluginStatus from, PluginStatus to, String cause) {
    if (!lifecycle.transition(from, to, cause)) {
      return false;
    }
    for (TransitionObserver observer : observers) {
      observer.changed(lifecycle.plugin(), from, to);
    }
    Operation over = from.operation();
    if (over != null) {
      over.done().countDown();
    }
    PluginTransition event = lifecycle.nextToTell(true);
    while (event != null) {
      for (PluginListener listener : listeners) {
        try {
          listener.changed(event);
        } catch (Throwable e) { // a listener of the host must not decide whether a plugin works
          Thread thread = Thread.currentThread();
          thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
      }
      event = lifecycle.nextToTell(false);
    }
    return true;
  }

  void clear() {
    lifecycles.clear();
    left.clear();
    observers.clear();
    listeners.clear();
  }
}
