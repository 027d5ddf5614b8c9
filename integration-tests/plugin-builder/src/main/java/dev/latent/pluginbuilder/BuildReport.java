package dev.latent.pluginbuilder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run of a {@link PluginBuilder} did. Immutable.
 *
 * @param built names of the plugins that were built, in build order
 * @param upToDate names of the plugins whose inputs and output had not changed
 * @param removed names of the outputs that were deleted, as their plugins are gone
 * @param outputs the jar or directory of each plugin, by plugin name
 * @param warnings what the packaging found odd; the plugins were built all the same
 */
public record BuildReport(
    List<String> built,
    List<String> upToDate,
    List<String> removed,
    Map<String, Path> outputs,
    List<BuildProblem> warnings) {

  /** Copies the collections. */
  public BuildReport {
    built = List.copyOf(built);
    upToDate = List.copyOf(upToDate);
    removed = List.copyOf(removed);
    outputs = Map.copyOf(outputs);
    warnings = List.copyOf(warnings);
  }

  /**
   * The output of one plugin.
   *
   * @param plugin the plugin's name
   * @return its jar or directory, or empty if there is no such plugin
   */
  public Optional<Path> output(String plugin) {
    return Optional.ofNullable(outputs.get(plugin));
  }

  /** One line for a build log. */
  @Override
  public String toString() {
    return built.size()
        + " built, "
        + upToDate.size()
        + " up to date, "
        + removed.size()
        + " removed";
  }
}
