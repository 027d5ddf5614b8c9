package dev.latent.container;

import dev.latent.api.spi.PluginFinder;
import dev.latent.container.finder.DirectoryFinder;
import dev.latent.container.finder.MemoryFinder;
import java.nio.file.Path;
import java.util.Map;

/** Makes the finders that come with the container. Making one looks at nothing. */
public final class PluginFinders {

  private PluginFinders() {}

  /**
   * Finds the jars and exploded plugins of a directory.
   *
   * @param directory a directory of the default file system, which need not exist yet
   * @return a finder in the order of file names
   */
  public static PluginFinder ofDirectory(Path directory) {
    return new DirectoryFinder(directory);
  }

  /**
   * Finds jars that are in memory.
   *
   * @param description names the finder in messages and should be the same in each run
   * @param jars the bytes of jars by location; copied
   * @return a finder in the order of the map
   */
  public static PluginFinder ofBytes(String description, Map<String, byte[]> jars) {
    return new MemoryFinder(description, jars);
  }
}
