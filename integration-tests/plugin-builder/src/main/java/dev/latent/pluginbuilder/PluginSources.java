package dev.latent.pluginbuilder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that one plugin is built from: read from a directory, or put together in memory by a
 * test. Immutable; each method that adds a file returns a new object.
 *
 * <pre>{@code
 * Path jar = PluginSources.named("acme.pdf")
 *     .bnd("Bundle-SymbolicName: acme.pdf")
 *     .file("acme/pdf/Pdf.java", "package acme.pdf; class Pdf {}")
 *     .buildInto(directory);
 * }</pre>
 */
public final class PluginSources {

  static final String BND_FILE = "plugin.bnd";

  private final String name;
  private final @Nullable Path directory;
  private final SortedMap<String, byte[]> files;

  private PluginSources(String name, @Nullable Path directory, SortedMap<String, byte[]> files) {
    this.name = name;
    this.directory = directory;
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /**
   * Starts a plugin in memory.
   *
   * @param name the plugin's name; its jar is called so, unless its instructions say otherwise
   * @return sources with no file yet
   */
  public static PluginSources named(String name) {
    if (name.isBlank() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
      throw new IllegalArgumentException(
          "'" + name + "' can't name a plugin: it must be usable as a file name");
    }
    return new PluginSources(name, null, new TreeMap<>());
  }

  /**
   * Reads a plugin's source directory, whose name is the plugin's.
   *
   * @param directory the directory
   * @return its files
   * @throws IOException if it can't be read
   */
  public static PluginSources read(Path directory) throws IOException {
    Path root = directory.toAbsolutePath().normalize();
    SortedMap<String, byte[]> files = new TreeMap<>();
    List<Path> found;
    try (Stream<Path> walk = Files.walk(root)) {
      found = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : found) {
      String path = root.relativize(file).toString().replace('\\', '/');
      files.put(path, Files.readAllBytes(file));
    }
    return new PluginSources(root.getFileName().toString(), root, files);
  }

  /**
   * Sets the bnd instructions, which make the plugin a bundle unless they say {@code -nobundle:
   * true}.
   *
   * @param instructions the text of {@code plugin.bnd}
   * @return sources with these instructions
   */
  public PluginSources bnd(String instructions) {
    return file(BND_FILE, instructions);
  }

  /**
   * Adds or replaces a file: a Java source is compiled, anything else goes into the jar as it is.
   *
   * @param path its path, with slashes, for example {@code acme/pdf/Pdf.java}
   * @param text its text
   * @return sources with this file
   */
  public PluginSources file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Adds or replaces a file: a Java source is compiled, anything else goes into the jar as it is.
   *
   * @param path its path, with slashes
   * @param content its bytes
   * @return sources with this file
   */
  public PluginSources file(String path, byte[] content) {
    if (path.isEmpty() || path.startsWith("/") || path.contains("..") || path.contains("\\")) {
      throw new IllegalArgumentException(
          "'" + path + "' can't name a file of plugin " + name + ": use a relative path with /");
    }
    SortedMap<String, byte[]> more = new TreeMap<>(files);
    more.put(path, content.clone());
    return new PluginSources(name, directory, more);
  }

  /**
   * Compiles and packages this plugin alone, whether or not its output exists.
   *
   * @param output the directory to write into; created if need be
   * @param compilePath jars and class directories to compile against
   * @return the jar, or the directory of an exploded plugin
   * @throws PluginBuildException if the sources are wrong
   * @throws IOException if a file can't be read or written
   */
  public Path buildInto(Path output, Path... compilePath) throws IOException {
    BuildReport report =
        PluginBuilder.builder()
            .plugin(this)
            .output(output)
            .compilePath(List.of(compilePath))
            .build()
            .run();
    return report.output(name).orElseThrow();
  }

  /**
   * The plugin's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /** The directory these were read from; null if they were made in memory. */
  @Nullable Path directory() {
    return directory;
  }

  /** All files, {@code plugin.bnd} included, by path. */
  SortedMap<String, byte[]> files() {
    return files;
  }

  @Nullable String bndText() {
    byte[] content = files.get(BND_FILE);
    return content == null ? null : new String(content, StandardCharsets.UTF_8);
  }
}
