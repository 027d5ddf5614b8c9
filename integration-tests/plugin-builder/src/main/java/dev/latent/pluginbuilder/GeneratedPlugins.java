package dev.latent.pluginbuilder;

import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link PluginGenerator} wrote. Immutable.
 *
 * @param api the jar of {@code gen.api}, which every plugin needs unless the host exports it
 * @param plugins the jars of the plugins, by number
 * @param names the plugins' names, which are symbolic names of bundles, names of modules and names
 *     of packages, by number
 */
public record GeneratedPlugins(Path api, List<Path> plugins, List<String> names) {

  /** Copies the lists. */
  public GeneratedPlugins {
    plugins = List.copyOf(plugins);
    names = List.copyOf(names);
  }
}
