package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names finders for the index, which knows them by name from one start to the next: directories
 * relative to the first one, others by what they say of themselves. Immutable.
 *
 * @param base the first directory; null if there was none
 */
record RootNames(@Nullable DirectoryFinder base) {

  /** A finder with a name that no other has. */
  FinderRoot root(PluginFinder finder, List<FinderRoot> before, Collection<FinderRoot> others) {
    String name = name(finder);
    String unique = name;
    for (int i = 2; isTaken(unique, before) || isTaken(unique, others); i++) {
      unique = name + " #" + i;
    }
    return new FinderRoot(unique, finder);
  }

  private static boolean isTaken(String name, Collection<FinderRoot> roots) {
    for (FinderRoot root : roots) {
      if (root.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private String name(PluginFinder finder) {
    if (finder instanceof DirectoryFinder directory) {
      return "directory "
          + (base == null
              ? directory.directory().toString()
              : relative(base.directory(), directory.directory()));
    }
    return "finder " + describe(finder);
  }

  /** What a finder says of itself; its class where it fails to. */
  static String describe(PluginFinder finder) {
    try {
      return finder.description();
    } catch (RuntimeException e) {
      return finder.getClass().getName();
    }
  }

  private static String relative(Path base, Path directory) {
    if (base.equals(directory)) {
      return ".";
    }
    return base.getRoot() != null && base.getRoot().equals(directory.getRoot())
        ? base.relativize(directory).toString().replace('\\', '/')
        : directory.toString();
  }
}
