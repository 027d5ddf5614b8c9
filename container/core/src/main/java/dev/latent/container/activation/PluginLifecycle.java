package dev.latent.container.activation;

import dev.latent.api.PluginState;
import dev.latent.api.admin.PluginTransition;
import dev.latent.container.finder.RegisteredPlugin;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The state machine of one plugin: one immutable snapshot, changed in one place. */
final class PluginLifecycle {

  private static final int HISTORY = 32;

  private final RegisteredPlugin plugin;
  private final Clock clock;
  private final AtomicReference<PluginStatus> current;

  /** Guards the history and the order of telling it; no foreign code runs under it. */
  private final Object lock = new Object();

  private final Deque<PluginTransition> history = new ArrayDeque<>();
  private final Queue<PluginTransition> untold = new ArrayDeque<>();
  private boolean telling;

  PluginLifecycle(RegisteredPlugin plugin, PluginState initial, Clock clock) {
    this.plugin = plugin;
    this.clock = clock;
    this.current = new AtomicReference<>(PluginStatus.initial(initial));
  }

  RegisteredPlugin plugin() {
    return plugin;
  }

  PluginStatus status() {
    return Objects.requireNonNull(current.get());
  }

  List<PluginTransition> history() {
    synchronized (lock) {
      return List.copyOf(history);
    }
  }

  /**
   * Changes the state: the only place where that happens.
   *
   * @return false if another thread changed it since {@code from} was read
   * @throws IllegalStateException if there is no such transition
   */
  boolean transition(PluginStatus from, PluginStatus to, String cause) {
    if (!allowed(from.state(), to.state())) {
      throw new IllegalStateException(
          "Plugin " + plugin.id() + " can't go from " + from.state() + " to " + to.state() + ".");
    }
    synchronized (lock) {
      if (!current.compareAndSet(from, to)) {
        return false;
      }
      PluginTransition event =
          new PluginTransition(
              plugin.id(),
              from.state(),
              to.state(),
              cause,
              Thread.currentThread().getName(),
              clock.instant());
      if (history.size() == HISTORY) {
        history.removeFirst();
      }
      history.addLast(event);
      untold.add(event);
    }
    return true;
  }

  /** The next transition to tell, if this thread is to tell it; ends with null. */
  @Nullable PluginTransition nextToTell(boolean first) {
    synchronized (lock) {
      if (first && telling) {
        return null;
      }
      PluginTransition next = untold.poll();
      telling = next != null;
      return next;
    }
  }

  static boolean allowed(PluginState from, PluginState to) {
    return switch (from) {
      case REGISTERED ->
          to == PluginState.ACTIVATING
              || to == PluginState.DISABLED
              || to == PluginState.UNREGISTERED;
      case ACTIVATING -> to == PluginState.ACTIVE || to == PluginState.FAILED;
      case ACTIVE -> to == PluginState.STOPPING;
      case STOPPING -> to == PluginState.REGISTERED;
      case FAILED ->
          to == PluginState.ACTIVATING
              || to == PluginState.REGISTERED
              || to == PluginState.QUARANTINED
              || to == PluginState.DISABLED
              || to == PluginState.UNREGISTERED;
      case QUARANTINED ->
          to == PluginState.REGISTERED
              || to == PluginState.DISABLED
              || to == PluginState.UNREGISTERED;
      case DISABLED -> to == PluginState.REGISTERED || to == PluginState.UNREGISTERED;
      case UNREGISTERED -> false;
    };
  }
}
