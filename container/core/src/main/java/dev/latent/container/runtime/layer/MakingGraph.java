package dev.latent.container.runtime.layer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which thread waits for which service to be made. A wait that would never end is found before it
 * begins, on the one thread that would close the circle. Thread-safe; no foreign code runs under
 * its lock.
 */
final class MakingGraph {

  private final Map<Thread, ServiceSlot.Making> waits = new HashMap<>();

  /**
   * Begins a wait of this thread, unless it would close a circle.
   *
   * @return the circle in words; null if the thread may wait, and then has to call {@link #end}
   */
  synchronized @Nullable String begin(ServiceSlot.Making wanted) {
    Thread self = Thread.currentThread();
    List<String> chain = new ArrayList<>();
    ServiceSlot.Making at = wanted;
    while (at != null) {
      chain.add(at.what + " of " + at.plugin);
      if (at.maker.equals(self)) {
        chain.add(wanted.what + " of " + wanted.plugin);
        return String.join(" waits for ", chain);
      }
      at = waits.get(at.maker);
    }
    waits.put(self, wanted);
    return null;
  }

  /** Ends the wait of this thread, if there is one. */
  synchronized void end() {
    waits.remove(Thread.currentThread());
  }
}
