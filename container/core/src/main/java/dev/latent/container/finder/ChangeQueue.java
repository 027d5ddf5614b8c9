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
 *
 * @param <T> the changes; their text says what led to them
 */
final class ChangeQueue<T> {

  private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentHashMap<Long, T> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger publishing = new AtomicInteger();
  private final String what;
  private volatile long next = 2;

  /**
   * Makes a queue whose first change has generation 2.
   *
   * @param what names the changes, for what is said of a listener that fails
   */
  ChangeQueue(String what) {
    this.what = what;
  }

  Subscription add(Consumer<? super T> listener, Notices notices) {
    Safe<T> safe = new Safe<>(listener, notices, what);
    listeners.add(safe);
    return new Added<>(listeners, safe);
  }

  /** Classes rather than lambdas: the container adds a listener before ready. */
  private record Safe<T>(Consumer<? super T> listener, Notices notices, String what)
      implements Consumer<T> {

    @Override
    public void accept(T change) {
      try {
        listener.accept(change);
      } catch (RuntimeException | Error e) {
        tell(change, e);
      }
    }

    /** An exception here would end the queue for good, so that nobody heard of anything again. */
    private void tell(T change, Throwable failure) {
      try {
        notices.tell(
            IndexNotice.Kind.LISTENER_FAILED,
            "A listener failed on a change of " + what + " (" + change + "): " + failure);
      } catch (RuntimeException | Error e) {
        // Nobody is left to tell.
      }
    }
  }

  private record Added<T>(List<Consumer<T>> listeners, Safe<T> safe) implements Subscription {

    @Override
    public void close() {
      listeners.remove(safe);
    }
  }

  void publish(long made, T change) {
    waiting.put(made, change);
    if (publishing.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      // Two changes may arrive in the wrong order; the later one waits for the earlier.
      long generation = next;
      T ready = waiting.remove(generation);
      while (ready != null) {
        for (Consumer<T> listener : listeners) {
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
