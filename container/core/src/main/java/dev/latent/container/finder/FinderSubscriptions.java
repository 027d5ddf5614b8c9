package dev.latent.container.finder;

import dev.latent.api.Subscription;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Listens to finders that say when their answers change, as long as they stand in the chain.
 * Thread-safe; finders are called with no lock held.
 */
final class FinderSubscriptions {

  private final FinderRegistry registry;
  private final ConcurrentHashMap<FinderRoot, Subscription> all = new ConcurrentHashMap<>();

  FinderSubscriptions(FinderRegistry registry) {
    this.registry = registry;
  }

  /** Listens to what came and lets go of what went. */
  void follow(Finders before, Finders after) {
    for (FinderRoot root : before.roots()) {
      if (after.root(root.finder()) == null) {
        end(root);
      }
    }
    for (FinderRoot root : after.roots()) {
      listen(root);
    }
  }

  /** Listens to a finder, unless it is a directory, which is watched. */
  void listen(FinderRoot root) {
    if (root.directory() != null || all.containsKey(root)) {
      return;
    }
    Subscription made = root.finder().onChange(new Refresher(registry, root));
    Subscription other = all.putIfAbsent(root, made);
    if (other != null) {
      made.close();
    } else if (registry.chain().root(root.finder()) == null) {
      end(root); // taken out by another thread meanwhile
    }
  }

  private void end(FinderRoot root) {
    Subscription ended = all.remove(root);
    if (ended != null) {
      ended.close();
    }
  }

  void close() {
    for (FinderRoot root : all.keySet()) {
      end(root);
    }
  }

  /** Not a lambda: it is made before ready. */
  private record Refresher(FinderRegistry registry, FinderRoot root) implements Runnable {

    @Override
    public void run() {
      if (registry.chain().root(root.finder()) != null) {
        registry.invalidate(root, RootNames.describe(root.finder()) + " said that it changed");
      }
    }
  }
}
