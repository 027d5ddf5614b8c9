package dev.latent.container.service.osgi;

import dev.latent.container.service.ServicePort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Listeners and trackers that were added in the course of an activation. To them the services of
 * the plugin come as in a framework that just starts it: not before they are registered, and then
 * as the registrations themselves. Thread-safe; no lock of its own.
 */
final class Insiders {

  private final ServicePort port;
  private final Map<ListenerInfo, Around> added = new ConcurrentHashMap<>();

  /** What this thread tells insiders of at last, and whom. */
  private static final ThreadLocal<@Nullable Late> LATE = new ThreadLocal<>();

  private record Late(Placeholder placeholder, Collection<ListenerInfo> listeners) {}

  Insiders(ServicePort port) {
    this.port = port;
  }

  /** Takes note of a listener that is added on this thread. */
  void added(ListenerInfo listener, Collection<Placeholder> placeholders) {
    Around around = Around.of(port);
    if (around.isEmpty()) {
      return;
    }
    added.put(listener, around);
    for (Placeholder placeholder : placeholders) {
      if (around.includes(placeholder)) {
        placeholder.insiders().add(listener);
      }
    }
    if (listener.isRemoved()) {
      // Removed on another thread, which told so before this one had put it in.
      removed(listener, placeholders);
    }
  }

  /** Takes note of a placeholder that is registered on this thread. */
  void registering(Placeholder placeholder) {
    if (!added.isEmpty() && Around.of(port).includes(placeholder)) {
      for (Map.Entry<ListenerInfo, Around> entry : added.entrySet()) {
        if (entry.getValue().includes(placeholder)) {
          placeholder.insiders().add(entry.getKey());
        }
      }
    }
  }

  /** Forgets a listener. */
  void removed(ListenerInfo listener, Collection<Placeholder> placeholders) {
    if (added.remove(listener) != null) {
      for (Placeholder placeholder : placeholders) {
        placeholder.insiders().remove(listener);
      }
    }
  }

  /** Shows insiders the placeholder, as what it stands for is not registered by itself. */
  void tell(Placeholder placeholder) {
    List<ListenerInfo> listeners = new ArrayList<>(placeholder.insiders());
    if (!listeners.isEmpty() && placeholder.real() == null) {
      placeholder.insiders().removeAll(listeners);
      Late outer = LATE.get();
      LATE.set(new Late(placeholder, listeners));
      try {
        placeholder.show();
      } finally {
        if (outer == null) {
          LATE.remove();
        } else {
          LATE.set(outer);
        }
      }
    }
  }

  /** Whom alone a change of a placeholder on this thread is for; null if for everybody. */
  static @Nullable Collection<ListenerInfo> toldOf(Placeholder placeholder) {
    Late late = LATE.get();
    return late != null && late.placeholder().equals(placeholder) ? late.listeners() : null;
  }
}
