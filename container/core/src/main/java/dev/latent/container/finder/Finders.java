package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The finders of a container between two changes of the chain. Immutable.
 *
 * @param generation counts the changes; the first is 1
 * @param chain the finders as the owner has them, in order
 * @param roots the same with their names, each finder once
 */
@SuppressWarnings("ArrayRecordComponent") // identity counts, and they are read before ready
record Finders(long generation, PluginFinder[] chain, FinderRoot[] roots) {

  /** The chain as a list that nobody can change. */
  List<PluginFinder> list() {
    return List.of(chain);
  }

  /**
   * The next chain. Finders that stay keep their names, which the index knows them by.
   *
   * @param finders the finders, in order
   * @param names names those that come
   */
  Finders next(List<PluginFinder> finders, RootNames names) {
    List<FinderRoot> next = new ArrayList<>(finders.size());
    for (PluginFinder finder : finders) {
      if (find(next, finder) == null) {
        FinderRoot stays = find(List.of(roots), finder);
        next.add(stays != null ? stays : names.root(finder, next, List.of(roots)));
      }
    }
    return new Finders(
        generation + 1, finders.toArray(new PluginFinder[0]), next.toArray(new FinderRoot[0]));
  }

  /** The root of a finder; null if it has none. */
  @Nullable FinderRoot root(PluginFinder finder) {
    return find(List.of(roots), finder);
  }

  private static @Nullable FinderRoot find(List<FinderRoot> roots, PluginFinder finder) {
    for (FinderRoot root : roots) {
      if (isSame(root.finder(), finder)) {
        return root;
      }
    }
    return null;
  }

  /** Finders of the host are told apart by identity: what their equality says may change. */
  @SuppressWarnings("ReferenceEquality") // identity is meant
  static boolean isSame(PluginFinder one, PluginFinder other) {
    return one == other || (one instanceof DirectoryFinder && one.equals(other));
  }
}
