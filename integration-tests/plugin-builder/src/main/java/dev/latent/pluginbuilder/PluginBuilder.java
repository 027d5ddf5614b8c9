package dev.latent.pluginbuilder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree of plugins, each in its source directory, into an output directory.
 *
 * <p>A plugin directory holds Java sources, other files that go into the jar as they are, and for a
 * bundle {@code plugin.bnd}: bnd instructions plus the following. Without {@code plugin.bnd}, or
 * with {@code -nobundle: true} in it, the jar is written as it is, with the headers of {@code
 * plugin.bnd} as manifest; with a {@code module-info.java} it is a module. A {@code common.bnd} in
 * the root is the default of every plugin's instructions.
 *
 * <ul>
 *   <li>{@code -latent-depends: a,b}: plugins of the tree to compile against, and what they depend
 *       on
 *   <li>{@code -latent-libraries: group:artifact}: libraries to compile against
 *   <li>{@code -latent-embed: group:artifact}: libraries that go into the bundle and on its {@code
 *       Bundle-ClassPath}
 *   <li>{@code -latent-sources: ../dir}: more Java sources, by directory
 *   <li>{@code -latent-javac: --release 21}: compiler options
 *   <li>{@code -latent-module-version: 1.2}: version in the module descriptor
 *   <li>{@code -latent-drop: a/B.class}: files to leave out after compilation
 *   <li>{@code -latent-exploded: true}: write a directory, not a jar
 *   <li>{@code -latent-file: name.jar}: name of the output
 * </ul>
 *
 * <p>The same input gives the same bytes. A plugin is built again only if its files, its
 * instructions, something it is compiled against, this tool or the JDK's version changed, or its
 * output was touched. Outputs of plugins that are gone are deleted. What was built is recorded in a
 * file beside the output directory, {@code <output>.built}, unless {@link Builder#state} says
 * otherwise.
 *
 * <p>Not thread-safe; two runs into one output directory at once are not supported.
 */
public final class PluginBuilder {

  private static final int DEFAULT_RELEASE = 17;

  private final @Nullable Path sources;
  private final List<PluginSources> given;
  private final Path output;
  private final @Nullable Path state;
  private final List<Path> compilePath;
  private final LibraryPath libraries;
  private final int release;

  private PluginBuilder(Builder builder) {
    requireFrameworkApi();
    sources = builder.sources;
    given = List.copyOf(builder.plugins);
    output = Objects.requireNonNull(builder.output, "output(...) is required");
    state = builder.state;
    compilePath = List.copyOf(builder.compilePath);
    libraries = new LibraryPath(builder.namedLibraries, builder.libraries);
    release = builder.release == 0 ? DEFAULT_RELEASE : builder.release;
    if (sources == null && given.isEmpty()) {
      throw new IllegalArgumentException("Nothing to build: call sources(...) or plugin(...)");
    }
    if (sources != null && !given.isEmpty()) {
      throw new IllegalArgumentException(
          "sources(...) builds a directory, plugin(...) what is in memory: use one of them");
    }
  }

  /**
   * Starts with nothing set.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Builds what changed. One wrong plugin does not keep others from being built.
   *
   * @return what was done
   * @throws PluginBuildException if a plugin is wrong; the others were built and recorded
   * @throws IOException if a file can't be read or written
   */
  public BuildReport run() throws IOException {
    List<BuildProblem> problems = new ArrayList<>();
    Map<String, PluginDefinition> definitions = new LinkedHashMap<>();
    List<String> present = new ArrayList<>();
    String common = sources == null ? null : PluginDefinition.common(sources);
    for (PluginSources plugin : sources == null ? given : read(sources)) {
      present.add(plugin.name());
      try {
        definitions.put(plugin.name(), PluginDefinition.of(plugin, common));
      } catch (PluginBuildException e) {
        problems.addAll(e.problems());
      }
    }
    checkOutputNames(definitions, problems);
    Files.createDirectories(output);
    BuildState before =
        sources == null
            ? BuildState.none()
            : state == null ? BuildState.beside(output) : BuildState.in(state);
    try (PluginBuild build =
        new PluginBuild(definitions, output, compilePath, libraries, release, before)) {
      return build.run(present, problems);
    }
  }

  /** Bnd fails on it in odd places; a user with a framework on the path has it. */
  private static void requireFrameworkApi() {
    try {
      Class.forName("org.osgi.resource.Resource", false, PluginBuilder.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "bnd needs the OSGi API on the class path: add org.osgi:osgi.core in scope provided"
              + " (with exec-maven-plugin also <classpathScope>compile</classpathScope>),"
              + " or a framework",
          e);
    }
  }

  private static List<PluginSources> read(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException("No directory of plugin sources: " + root.toAbsolutePath());
    }
    List<Path> directories;
    try (Stream<Path> list = Files.list(root)) {
      directories =
          list.filter(Files::isDirectory)
              .filter(path -> !path.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
    }
    List<PluginSources> plugins = new ArrayList<>();
    for (Path directory : directories) {
      PluginSources plugin = PluginSources.read(directory);
      if (!plugin.files().isEmpty()) { // what version control leaves of a removed plugin
        plugins.add(plugin);
      }
    }
    return plugins;
  }

  private static void checkOutputNames(
      Map<String, PluginDefinition> definitions, List<BuildProblem> problems) {
    Map<String, String> owners = new LinkedHashMap<>();
    for (PluginDefinition plugin : List.copyOf(definitions.values())) {
      String owner = owners.putIfAbsent(plugin.fileName(), plugin.name());
      if (owner != null) {
        definitions.remove(plugin.name());
        problems.add(
            BuildProblem.of(
                plugin.name(),
                PluginSources.BND_FILE,
                "its output " + plugin.fileName() + " is also that of plugin " + owner));
      }
    }
  }

  /** Collects what a {@link PluginBuilder} needs. Each setting can be made once. */
  public static final class Builder {
    private @Nullable Path sources;
    private @Nullable Path output;
    private @Nullable Path state;
    private final List<PluginSources> plugins = new ArrayList<>();
    private final List<Path> compilePath = new ArrayList<>();
    private final List<Path> libraries = new ArrayList<>();
    private final Map<String, Path> namedLibraries = new LinkedHashMap<>();
    private int release;

    private Builder() {}

    /**
     * Sets the tree of plugins to build, incrementally.
     *
     * @param root the directory whose directories are plugins
     * @return this builder
     */
    public Builder sources(Path root) {
      if (sources != null) {
        throw new IllegalStateException("sources was already set to " + sources);
      }
      sources = root;
      return this;
    }

    /**
     * Adds a plugin in memory. Such plugins are always built, and no output is deleted.
     *
     * @param plugin its sources
     * @return this builder
     */
    public Builder plugin(PluginSources plugin) {
      plugins.add(plugin);
      return this;
    }

    /**
     * Sets the directory that the plugins go to; created if need be.
     *
     * @param directory the directory
     * @return this builder
     */
    public Builder output(Path directory) {
      if (output != null) {
        throw new IllegalStateException("output was already set to " + output);
      }
      output = directory;
      return this;
    }

    /**
     * Sets the file that records what was built; {@code <output>.built} if not set.
     *
     * @param file the file; its directory is created if need be
     * @return this builder
     */
    public Builder state(Path file) {
      if (state != null) {
        throw new IllegalStateException("state was already set to " + state);
      }
      state = file;
      return this;
    }

    /**
     * Adds jars and class directories that every plugin is compiled against.
     *
     * @param paths the paths
     * @return this builder
     */
    public Builder compilePath(List<Path> paths) {
      compilePath.addAll(paths);
      return this;
    }

    /**
     * Adds jars and class directories that plugins may name as {@code group:artifact}. The name is
     * told from the place in a Maven repository, the Maven module it lies in, or the Maven
     * properties in the jar.
     *
     * @param paths the paths
     * @return this builder
     */
    public Builder libraries(List<Path> paths) {
      libraries.addAll(paths);
      return this;
    }

    /**
     * Adds a library under a given name.
     *
     * @param name the name, usually {@code group:artifact}
     * @param path the jar or class directory
     * @return this builder
     */
    public Builder library(String name, Path path) {
      if (namedLibraries.putIfAbsent(name, path) != null) {
        throw new IllegalStateException("library " + name + " was already given");
      }
      return this;
    }

    /**
     * Sets the Java release to compile for; 17 if not set.
     *
     * @param release the release
     * @return this builder
     */
    public Builder release(int release) {
      if (this.release != 0) {
        throw new IllegalStateException("release was already set to " + this.release);
      }
      if (release < 9) {
        throw new IllegalArgumentException("release must be 9 or above, not " + release);
      }
      this.release = release;
      return this;
    }

    /**
     * Checks the settings.
     *
     * @return what builds the plugins
     */
    public PluginBuilder build() {
      return new PluginBuilder(this);
    }
  }
}
