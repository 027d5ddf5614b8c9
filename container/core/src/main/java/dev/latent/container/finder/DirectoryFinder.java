package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the jars and exploded plugins of one directory, by file name in the order of code points.
 * Names that begin with a dot are never looked at; other files that are no jars, and directories
 * that are no plugins, are passed over. Links are followed. Thread-safe and stateless; the
 * container lists such a directory by itself, at less cost than through the methods of a finder.
 */
public final class DirectoryFinder implements PluginFinder {

  private final Path directory;
  private final File file;

  /**
   * Makes a finder; looks at nothing.
   *
   * @param directory a directory of the default file system, which need not exist yet
   */
  public DirectoryFinder(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.file = this.directory.toFile();
  }

  Path directory() {
    return directory;
  }

  /** All names in the directory in no order, or null if it can't be listed. No stat is made. */
  String @Nullable [] names() {
    return file.list();
  }

  static boolean isHidden(String name) {
    return name.charAt(0) == '.';
  }

  /**
   * Whether a name that is not hidden is meant to be a plugin: a file or broken link named like a
   * jar, or a directory with a manifest or a module descriptor.
   */
  boolean isPlugin(String name) {
    try {
      Path path = directory.resolve(name);
      if (Files.isDirectory(path)) {
        return Files.isRegularFile(path.resolve("META-INF/MANIFEST.MF"))
            || Files.isRegularFile(path.resolve("module-info.class"));
      }
      return isJarName(name);
    } catch (IllegalArgumentException e) {
      // InvalidPathException, by a class that is loaded already: a name that this JVM's encoding of
      // file names can't express: it is reported when it is
      // read.
      return isJarName(name);
    }
  }

  /** Whether a name is a directory that this user must not look into. */
  boolean isClosed(String name) {
    try {
      Path path = directory.resolve(name);
      return Files.isDirectory(path) && !(Files.isReadable(path) && Files.isExecutable(path));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isJarName(String name) {
    return name.regionMatches(true, name.length() - 4, ".jar", 0, 4);
  }

  /** The names to look at closer, in order, or null if the directory can't be listed. */
  @Nullable List<String> sortedNames() {
    String[] names = names();
    if (names == null) {
      return null;
    }
    Arrays.sort(names, DirectoryFinder::byCodePoint);
    List<String> sorted = new ArrayList<>(names.length);
    for (String name : names) {
      if (!isHidden(name)) {
        sorted.add(name);
      }
    }
    return sorted;
  }

  /** Differs from the natural order only beyond the basic plane, where surrogates would mislead. */
  static int byCodePoint(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        if (Character.isSurrogate(a) != Character.isSurrogate(b)) {
          return Character.isSurrogate(a) ? 1 : -1;
        }
        return a - b;
      }
    }
    return left.length() - right.length();
  }

  @Override
  public Optional<PluginReference> find(String location) {
    if (location.isEmpty() || isHidden(location) || location.indexOf('/') >= 0) {
      return Optional.empty();
    }
    try {
      Path path = directory.resolve(location);
      return Files.exists(path) && isPlugin(location)
          ? Optional.of(new FileReference(path, location))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<PluginReference> findAll() {
    List<String> names = sortedNames();
    if (names == null) {
      return List.of();
    }
    List<PluginReference> found = new ArrayList<>(names.size());
    for (String name : names) {
      if (isPlugin(name)) {
        found.add(new FileReference(directory.resolve(name), name));
      }
    }
    return List.copyOf(found);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DirectoryFinder finder && directory.equals(finder.directory);
  }

  @Override
  public int hashCode() {
    return directory.hashCode();
  }

  @Override
  public String description() {
    return "directory " + directory;
  }
}
