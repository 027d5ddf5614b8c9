package dev.latent.pluginbuilder;

import aQute.bnd.osgi.Processor;
import aQute.lib.utf8properties.UTF8Properties;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One plugin's sources with its instructions understood.
 *
 * @param sources the files
 * @param bundle whether bnd makes it a bundle; else it is packaged as it is
 * @param exploded whether the output is a directory
 * @param fileName name of the jar or directory in the output directory
 * @param depends names of plugins of the same tree on the compile path
 * @param libraries names of libraries on the compile path
 * @param embed names of libraries that go into the plugin
 * @param javac compiler options
 * @param moduleVersion version that the module descriptor records
 * @param drop files to leave out after compilation
 * @param javaFiles sources by path: its own and those of other directories it names
 * @param headers all properties but our own, macros not expanded
 */
record PluginDefinition(
    PluginSources sources,
    boolean bundle,
    boolean exploded,
    String fileName,
    List<String> depends,
    List<String> libraries,
    List<String> embed,
    List<String> javac,
    @Nullable String moduleVersion,
    List<String> drop,
    SortedMap<String, byte[]> javaFiles,
    Properties headers) {

  private static final String PREFIX = "-latent-";
  private static final Set<String> KEYS =
      Set.of(
          "-latent-depends",
          "-latent-drop",
          "-latent-embed",
          "-latent-exploded",
          "-latent-file",
          "-latent-javac",
          "-latent-libraries",
          "-latent-module-version",
          "-latent-sources");

  String name() {
    return sources.name();
  }

  boolean modular() {
    return javaFiles.containsKey("module-info.java");
  }

  /** Files that go into the jar as they are. */
  SortedMap<String, byte[]> resources() {
    SortedMap<String, byte[]> resources = new TreeMap<>(sources.files());
    resources.keySet().removeIf(PluginDefinition::isSource);
    return resources;
  }

  private static boolean isSource(String path) {
    return path.endsWith(".java") || path.equals(PluginSources.BND_FILE);
  }

  /**
   * Reads a plugin's instructions.
   *
   * @param common instructions that all plugins of the tree share; null if there are none
   */
  static PluginDefinition of(PluginSources sources, @Nullable String common) {
    String text = sources.bndText();
    Path directory = sources.directory();
    File bndFile =
        directory == null
            ? new File(sources.name(), PluginSources.BND_FILE)
            : directory.resolve(PluginSources.BND_FILE).toFile();
    UTF8Properties properties = new UTF8Properties();
    try (Processor processor = new Processor()) {
      if (directory != null) {
        processor.setBase(directory.toFile());
      }
      if (common != null) {
        properties.load(common, bndFile, processor);
      }
      if (text != null) {
        properties.load(text, bndFile, processor);
      }
      processor.setProperties(properties);
      checkKeys(sources.name(), properties);
      boolean bundle = text != null && !flag(processor, "-nobundle");
      boolean exploded = flag(processor, "-latent-exploded");
      PluginDefinition definition =
          new PluginDefinition(
              sources,
              bundle,
              exploded,
              processor.getProperty("-latent-file", sources.name() + (exploded ? "" : ".jar")),
              list(processor, "-latent-depends"),
              list(processor, "-latent-libraries"),
              list(processor, "-latent-embed"),
              words(processor.getProperty("-latent-javac", "")),
              processor.getProperty("-latent-module-version"),
              list(processor, "-latent-drop"),
              javaFiles(sources, list(processor, "-latent-sources")),
              others(properties));
      if (!processor.getErrors().isEmpty()) {
        throw new PluginBuildException(
            processor.getErrors().stream()
                .map(error -> BndProblems.problem(definition, processor, error))
                .toList());
      }
      if (!bundle && !definition.embed().isEmpty()) {
        throw wrong(sources.name(), "only a bundle can embed libraries: drop -nobundle or embed");
      }
      return definition;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkKeys(String plugin, Properties properties) {
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(PREFIX) && !KEYS.contains(key)) {
        throw wrong(plugin, "unknown instruction " + key + "; known are " + Names.sorted(KEYS));
      }
    }
  }

  private static Properties others(Properties properties) {
    Properties others = new UTF8Properties();
    for (String key : properties.stringPropertyNames()) {
      if (!key.startsWith(PREFIX) && !key.equals("-nobundle")) {
        others.setProperty(key, properties.getProperty(key));
      }
    }
    return others;
  }

  private static SortedMap<String, byte[]> javaFiles(PluginSources sources, List<String> more)
      throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>(sources.files());
    files.keySet().removeIf(path -> !path.endsWith(".java"));
    for (String place : more) {
      Path base = sources.directory();
      if (base == null) {
        throw wrong(sources.name(), "-latent-sources needs sources in a directory, not in memory");
      }
      Path extra = base.resolve(place).normalize();
      if (!Files.isDirectory(extra)) {
        throw wrong(sources.name(), "-latent-sources: no directory " + extra);
      }
      List<Path> found;
      try (Stream<Path> walk = Files.walk(extra)) {
        found = walk.filter(file -> file.toString().endsWith(".java")).toList();
      }
      for (Path file : found) {
        // Where the file lies says nothing of its package, and need not.
        String path = place + "/" + extra.relativize(file).toString().replace('\\', '/');
        files.put(path, Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static PluginBuildException wrong(String plugin, String message) {
    return new PluginBuildException(BuildProblem.of(plugin, PluginSources.BND_FILE, message));
  }

  private static boolean flag(Processor processor, String key) {
    return processor.getProperty(key, "false").trim().toLowerCase(Locale.ROOT).equals("true");
  }

  private static List<String> list(Processor processor, String key) {
    List<String> values = new ArrayList<>();
    for (String value : processor.getProperty(key, "").split(",", -1)) {
      if (!value.isBlank()) {
        values.add(value.trim());
      }
    }
    return List.copyOf(values);
  }

  private static List<String> words(String value) {
    return value.isBlank() ? List.of() : List.of(value.trim().split("\\s+", -1));
  }

  /** The common instructions of a tree of plugins, or null. */
  static @Nullable String common(Path root) throws IOException {
    Path file = root.resolve("common.bnd");
    return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : null;
  }
}
