package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import org.jspecify.annotations.Nullable;

/**
 * A finder in its place in the chain. Immutable.
 *
 * @param name stands for the finder in the index: for directories the path relative to the first
 *     one, so that a set of directories can be moved together
 * @param finder the finder
 */
record FinderRoot(String name, PluginFinder finder) {

  /** The directory finder, if it is one. */
  @Nullable DirectoryFinder directory() {
    return finder instanceof DirectoryFinder directory ? directory : null;
  }

  /** The content at a location as it is now, or null if there is none. */
  @Nullable PluginReference reference(String location) {
    return finder.find(location).orElse(null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FinderRoot root
        && name.equals(root.name)
        && Finders.isSame(finder, root.finder);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
