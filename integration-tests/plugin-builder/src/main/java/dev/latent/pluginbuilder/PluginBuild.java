package dev.latent.pluginbuilder;

import aQute.bnd.osgi.Analyzer;
import java.io.Closeable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** One run over plugins whose instructions are understood. */
final class PluginBuild implements Closeable {

  private final Map<String, PluginDefinition> plugins;
  private final Path output;
  private final List<Path> compilePath;
  private final LibraryPath libraries;
  private final int release;
  private final BuildState state;
  private final Digests digests = new Digests();
  private final Packager packager = new Packager();
  private final Map<String, Path> outputs = new LinkedHashMap<>();
  private final List<String> built = new ArrayList<>();
  private final List<String> upToDate = new ArrayList<>();
  private @Nullable SourceCompiler compiler;

  PluginBuild(
      Map<String, PluginDefinition> plugins,
      Path output,
      List<Path> compilePath,
      LibraryPath libraries,
      int release,
      BuildState state) {
    this.plugins = plugins;
    this.output = output;
    this.compilePath = compilePath;
    this.libraries = libraries;
    this.release = release;
    this.state = state;
  }

  /**
   * Builds all.
   *
   * @param present names of all plugins, those too whose instructions could not be understood
   * @param problems what was already found wrong
   */
  BuildReport run(List<String> present, List<BuildProblem> problems) throws IOException {
    BuildOrder order = new BuildOrder(plugins);
    problems.addAll(order.problems());
    Set<String> failed = new LinkedHashSet<>();
    problems.forEach(problem -> failed.add(problem.plugin()));
    for (String name : order.names()) {
      PluginDefinition plugin = plugins.get(name);
      // Those that wait for a failed one say nothing: its own problem is the one to read.
      if (plugin == null
          || failed.contains(name)
          || order.closure(name).stream().anyMatch(failed::contains)) {
        failed.add(name);
        continue;
      }
      try {
        build(plugin, order.closure(name));
      } catch (PluginBuildException e) {
        failed.add(name);
        problems.addAll(e.problems());
      }
    }
    List<String> removed = removeStale(present);
    failed.forEach(state.entries()::remove);
    state.write();
    if (!problems.isEmpty()) {
      throw new PluginBuildException(problems);
    }
    return new BuildReport(built, upToDate, removed, outputs, packager.warnings());
  }

  private void build(PluginDefinition plugin, Set<String> closure) throws IOException {
    List<Path> path = new ArrayList<>(compilePath);
    for (String dependency : closure) {
      path.add(output(dependency));
    }
    path.addAll(libraries(plugin, "-latent-libraries", plugin.libraries()));
    List<Path> embed = libraries(plugin, "-latent-embed", plugin.embed());
    path.addAll(embed);
    Path file = output.resolve(plugin.fileName());
    outputs.put(plugin.name(), file);
    String inputs = inputs(plugin, path);
    BuildState.Entry before = state.entries().get(plugin.name());
    if (before != null
        && before.inputs().equals(inputs)
        && before.fileName().equals(plugin.fileName())
        && Files.exists(file)
        && before.output().equals(digests.of(file))) {
      upToDate.add(plugin.name());
      return;
    }
    if (before != null && !before.fileName().equals(plugin.fileName())) {
      JarWriter.delete(output.resolve(before.fileName()));
    }
    write(plugin, file, path, embed);
    digests.forget(file);
    built.add(plugin.name());
    state
        .entries()
        .put(plugin.name(), new BuildState.Entry(inputs, digests.of(file), plugin.fileName()));
  }

  private Path output(String plugin) {
    Path path = outputs.get(plugin);
    if (path == null) {
      throw new IllegalStateException(plugin + " should have been built before what needs it");
    }
    return path;
  }

  private void write(PluginDefinition plugin, Path file, List<Path> path, List<Path> embed)
      throws IOException {
    SortedMap<String, byte[]> content =
        JarWriter.merged(plugin.resources(), compiler().compile(plugin, path));
    for (String drop : plugin.drop()) {
      if (content.remove(drop) == null) {
        throw new PluginBuildException(
            BuildProblem.of(
                plugin.name(),
                PluginSources.BND_FILE,
                "-latent-drop: no file " + drop + " to leave out"));
      }
    }
    SortedMap<String, byte[]> entries = packager.entries(plugin, content, path, embed);
    if (plugin.exploded()) {
      JarWriter.writeDirectory(file, entries);
    } else {
      if (Files.isDirectory(file)) {
        JarWriter.delete(file);
      }
      JarWriter.writeJar(file, entries);
    }
  }

  private List<Path> libraries(PluginDefinition plugin, String key, List<String> names) {
    List<Path> found = new ArrayList<>();
    for (String name : names) {
      Path path =
          libraries
              .find(name)
              .orElseThrow(
                  () ->
                      new PluginBuildException(
                          BuildProblem.of(
                              plugin.name(),
                              PluginSources.BND_FILE,
                              key
                                  + ": no library "
                                  + name
                                  + " among those given. Nearest: "
                                  + Names.nearest(name, libraries.names()))));
      found.add(path);
    }
    return found;
  }

  private String inputs(PluginDefinition plugin, List<Path> path) throws IOException {
    Digests.Sum sum = new Digests.Sum();
    sum.add(tools()).add(Integer.toString(Runtime.version().feature()));
    sum.add(Integer.toString(release)).add(plugin.fileName());
    sum.add(plugin.exploded() + " " + plugin.bundle());
    sum.add(String.join(" ", plugin.javac())).add(String.join(" ", plugin.drop()));
    sum.add(String.valueOf(plugin.moduleVersion()));
    sum.add(plugin.sources().files()).add(plugin.javaFiles());
    for (String key : plugin.headers().stringPropertyNames().stream().sorted().toList()) {
      sum.add(key).add(plugin.headers().getProperty(key));
    }
    for (Path entry : path) {
      sum.add(String.valueOf(entry.getFileName())).add(digests.of(entry));
    }
    return sum.hex();
  }

  /** What the outputs depend on besides their inputs: this code, and bnd. */
  private String tools() throws IOException {
    return digests.of(origin(PluginBuild.class)) + origin(Analyzer.class).getFileName();
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private SourceCompiler compiler() {
    SourceCompiler current = compiler;
    if (current == null) {
      current = new SourceCompiler(release);
      compiler = current;
    }
    return current;
  }

  private List<String> removeStale(List<String> present) throws IOException {
    List<String> removed = new ArrayList<>();
    for (String name : List.copyOf(state.entries().keySet())) {
      if (!present.contains(name)) {
        BuildState.Entry entry = state.entries().remove(name);
        if (entry != null && !isOutput(entry.fileName())) {
          JarWriter.delete(output.resolve(entry.fileName()));
        }
        removed.add(name);
      }
    }
    return removed;
  }

  /** Whether another plugin has taken over the name. */
  private boolean isOutput(String fileName) {
    return plugins.values().stream().anyMatch(plugin -> plugin.fileName().equals(fileName));
  }

  @Override
  public void close() throws IOException {
    if (compiler != null) {
      compiler.close();
    }
  }
}
