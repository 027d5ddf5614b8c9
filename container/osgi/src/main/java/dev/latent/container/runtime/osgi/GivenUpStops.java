package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginId;
import dev.latent.container.runtime.StackPlace;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * The threads that still run the stop code of bundles after that was given up. Felix lets everybody
 * else who wants such a bundle wait for ever, so nobody may be let near it. Thread-safe.
 */
final class GivenUpStops {

  private final Map<Long, Held> held = new ConcurrentHashMap<>();

  /** A thread that ended would keep the class loader of its plugin. */
  private record Held(PluginId plugin, WeakReference<Thread> thread) {

    /** What still runs, in words; null if it ended. */
    @Nullable String words() {
      Thread running = thread.get();
      if (running == null || !running.isAlive()) {
        return null;
      }
      String place = StackPlace.of(running);
      return "thread "
          + running.getName()
          + " still runs the stop code of plugin "
          + plugin
          + (place.isEmpty() ? "" : ", at " + place);
    }
  }

  void add(PluginId plugin, Bundle bundle, Thread thread) {
    held.put(bundle.getBundleId(), new Held(plugin, new WeakReference<>(thread)));
  }

  /** Who still runs stop code of one of some bundles, in words; null if nobody does. */
  @Nullable String holder(Collection<Bundle> bundles) {
    for (Bundle bundle : bundles) {
      Held one = held.get(bundle.getBundleId());
      String words = one == null ? null : one.words();
      if (words != null) {
        return words;
      }
    }
    return null;
  }

  /** All of them, in words. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    for (Held one : held.values()) {
      String words = one.words();
      if (words != null) {
        all.add(words);
      }
    }
    return all;
  }
}
