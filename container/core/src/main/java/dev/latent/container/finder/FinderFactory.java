package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes the finders that {@code PluginFinders} offers to hosts; says there what each does. */
public final class FinderFactory {

  private FinderFactory() {}

  /**
   * Makes a finder of one directory.
   *
   * @param directory the directory
   * @return the finder
   */
  public static PluginFinder directory(Path directory) {
    return new DirectoryFinder(directory);
  }

  /**
   * Makes a finder of several directories.
   *
   * @param directories in order
   * @return the finder
   */
  public static PluginFinder directories(List<Path> directories) {
    List<PluginFinder> finders = new ArrayList<>(directories.size());
    for (Path directory : directories) {
      finders.add(new DirectoryFinder(directory));
    }
    return compose(finders);
  }

  /**
   * Makes one finder of several.
   *
   * @param finders in order
   * @return the finder
   */
  public static PluginFinder compose(List<PluginFinder> finders) {
    return new ComposedFinder(finders);
  }

  /**
   * Makes a finder that leaves something out.
   *
   * @param finder the finder
   * @param kept what stays
   * @return the finder
   */
  public static PluginFinder filter(PluginFinder finder, Predicate<? super PluginReference> kept) {
    return new FilteredFinder(finder, kept);
  }

  /**
   * Makes a finder of jars in memory.
   *
   * @param description its name
   * @param jars by location
   * @return the finder
   */
  public static PluginFinder memory(String description, Map<String, byte[]> jars) {
    return new MemoryFinder(description, jars);
  }

  /**
   * Makes a finder of a path of the host.
   *
   * @param property the system property that has the path
   * @return the finder
   */
  public static PluginFinder path(String property) {
    return new PathFinder(property);
  }

  /**
   * Makes a finder of a Maven repository.
   *
   * @param repository the directory
   * @param artifacts what to find
   * @return the finder
   */
  public static PluginFinder mavenRepository(Path repository, List<String> artifacts) {
    return new MavenRepositoryFinder(repository, artifacts);
  }

  /**
   * Makes a finder of an OSGi repository.
   *
   * @param index the index file
   * @return the finder
   */
  public static PluginFinder osgiRepository(Path index) {
    return new OsgiRepositoryFinder(index);
  }
}
