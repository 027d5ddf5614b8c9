package dev.latent.container.finder;

import dev.latent.api.Subscription;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Hands changes to listeners one after the other in the order of generations, whichever thread made
 * them, without a lock: a thread that finds another at it leaves its change to that one.
 */
final class ChangeQueue {

  private final List<Consumer<PluginSetChange>> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<Long, PluginSetChange> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger publishing = new AtomicInteger();
  private volatile long next = 2;

  Subscription add(Consumer<PluginSetChange> listener, Notices notices) {
    Safe safe = new Safe(listener, notices);
    listeners.add(safe);
    return new Added(listeners, safe);
  }

  /** Classes rather than lambdas: the container adds a listener before ready. */
  private record Safe(Consumer<PluginSetChange> listener, Notices notices)
      implements Consumer<PluginSetChange> {

    @Override
    public void accept(PluginSetChange change) {
      try {
        listener.accept(change);
      } catch (RuntimeException | Error e) {
        tell(change, e);
      }
    }

    /** An exception here would end the queue for good, so that nobody heard of anything again. */
    private void tell(PluginSetChange change, Throwable failure) {
      try {
        notices.tell(
            IndexNotice.Kind.LISTENER_FAILED,
            "A listener failed on a change of the plugins (" + change.reason() + "): " + failure);
      } catch (RuntimeException | Error e) {
        // Nobody is left to tell.
      }
    }
  }

  private record Added(List<Consumer<PluginSetChange>> listeners, Safe safe)
      implements Subscription {

    @Override
    public void close() {
      listeners.remove(safe);
    }
  }

  void publish(PluginSetChange change) {
    waiting.put(change.after().generation(), change);
    if (publishing.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      // Two changes may arrive in the wrong order; the later one waits for the earlier.
      long generation = next;
      PluginSetChange ready = waiting.remove(generation);
      while (ready != null) {
        for (Consumer<PluginSetChange> listener : listeners) {
          listener.accept(ready);
        }
        generation++;
        next = generation;
        ready = waiting.remove(generation);
      }
      seen = publishing.addAndGet(-seen);
    } while (seen > 0);
  }
}
