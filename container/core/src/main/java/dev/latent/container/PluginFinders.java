package dev.latent.container;

import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.finder.FinderFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Makes finders, as {@code java.lang.module.ModuleFinder} has methods to make its own. What they
 * give can be put into one another, into {@link PluginContainerBuilder#finder} and into {@link
 * PluginContainer#finders()}. Making one looks at nothing; asking one loads no class.
 *
 * <p>All finders made here are thread-safe. Their content keys are taken from the content as it is
 * when they are asked, never from what was found before.
 */
public final class PluginFinders {

  private PluginFinders() {}

  /**
   * Finds the jars and exploded plugins of one directory, by file name. The container watches it
   * while it stands in the chain.
   *
   * @param directory a directory, which need not exist yet
   * @return a finder; equal to any other of the same directory
   */
  public static PluginFinder directory(Path directory) {
    return FinderFactory.directory(directory);
  }

  /**
   * Finds the jars of several directories by precedence: of files with one name that of the first
   * directory counts, so that an update directory can stand before the installed one.
   *
   * @param directories in order
   * @return a finder that is not watched; see {@link dev.latent.api.spi.FinderChain#invalidate}
   */
  public static PluginFinder directories(Path... directories) {
    return FinderFactory.directories(List.of(directories));
  }

  /**
   * Asks several finders as one: of equal locations that of the first finder counts.
   *
   * @param finders in order; copied
   * @return a finder that says that it changed when one of them does
   */
  public static PluginFinder compose(PluginFinder... finders) {
    return FinderFactory.compose(List.of(finders));
  }

  /**
   * Leaves out some of what a finder finds.
   *
   * @param finder the finder
   * @param kept what is found still; called on any thread, with no lock held
   * @return a finder
   */
  public static PluginFinder filter(PluginFinder finder, Predicate<? super PluginReference> kept) {
    return FinderFactory.filter(finder, kept);
  }

  /**
   * Finds jars in memory, in the order of the map.
   *
   * @param description names the finder in messages, and in the index, so it should be the same in
   *     each run
   * @param jars the bytes of jars by location; copied
   * @return a finder whose answers never change
   */
  public static PluginFinder memory(String description, Map<String, byte[]> jars) {
    return FinderFactory.memory(description, jars);
  }

  /**
   * Finds the plugins on the class path of the host: jars and directories that say that they are
   * bundles ({@code Bundle-SymbolicName}), modules or plugins with a stated policy ({@code
   * Latent-Activation}). They get class loaders of their own, as from anywhere else; the copy that
   * the host's own class loader gives is another one.
   *
   * @return a finder of {@code java.class.path}, in its order
   */
  public static PluginFinder classPath() {
    return FinderFactory.path("java.class.path");
  }

  /**
   * Finds the plugins on the module path of the host: the same for {@code jdk.module.path}, whose
   * directories are looked into.
   *
   * @return a finder
   */
  public static PluginFinder modulePath() {
    return FinderFactory.path("jdk.module.path");
  }

  /**
   * Finds jars in a repository of Maven's layout, such as a local repository, of chosen artifacts
   * and their highest version each. Nothing is fetched.
   *
   * @param repository its directory
   * @param artifacts what to find: {@code group:artifact} for the highest version that is there,
   *     {@code group:artifact:version} for one version, {@code *} standing for any characters in
   *     the artifact, as in {@code org.acme.plugins:*}
   * @return a finder
   * @throws IllegalArgumentException if an artifact is written otherwise
   */
  public static PluginFinder mavenRepository(Path repository, String... artifacts) {
    return FinderFactory.mavenRepository(repository, List.of(artifacts));
  }

  /**
   * Finds the resources of an OSGi repository index: the XML of the Repository Service
   * specification (OSGi Compendium, chapter 132), as bnd writes it, plain or compressed. Content
   * that the index gives with a relative address or with {@code file:} is found; what lies
   * elsewhere is passed over, and said so. Content whose size or digest is not what the index says
   * is refused when it is read.
   *
   * @param index the index file
   * @return a finder that asks the file again each time
   */
  public static PluginFinder osgiRepository(Path index) {
    return FinderFactory.osgiRepository(index);
  }
}
