package dev.latent.pluginbuilder;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Builds a tree of plugins from a command line or from a build tool.
 *
 * <pre>
 * --sources DIR                 the tree, a directory a plugin
 * --output DIR                  where the plugins go
 * --libraries PATH-LIST         jars and class directories that plugins may name (repeatable)
 * --library GROUP:ARTIFACT=PATH a library under a given name (repeatable)
 * --release N                   Java release, 17 if not given
 * --beside PATH-LIST            jars to lie beside the plugins; others in the output are removed
 * </pre>
 */
public final class PluginBuilderMain {

  private static final String USAGE =
      "Usage: --sources DIR --output DIR [--libraries PATH-LIST]..."
          + " [--library GROUP:ARTIFACT=PATH]... [--release N] [--beside PATH-LIST]";

  private PluginBuilderMain() {}

  /**
   * Builds, and prints what was done.
   *
   * @param args the options
   * @throws PluginBuildException if plugins could not be built
   * @throws IOException if a file can't be read or written
   */
  public static void main(String[] args) throws IOException {
    List<String> options = new ArrayList<>(List.of(args));
    int beside = options.indexOf("--beside");
    List<Path> jars = List.of();
    if (beside >= 0 && beside + 1 < options.size()) {
      options.remove(beside);
      jars = paths(options.remove(beside));
    }
    BuildReport report = builder(options.toArray(String[]::new)).run();
    if (beside >= 0) {
      place(jars, Path.of(options.get(options.indexOf("--output") + 1)), report);
    }
    report.warnings().forEach(warning -> System.out.println("[plugins] warning: " + warning));
    System.out.println("[plugins] " + report);
  }

  private static void place(List<Path> jars, Path output, BuildReport report) throws IOException {
    Set<String> built = new HashSet<>();
    report.outputs().values().forEach(path -> built.add(String.valueOf(path.getFileName())));
    JarMirror.mirror(jars, output, built)
        .forEach(name -> System.out.println("[plugins] removed " + name));
  }

  static PluginBuilder builder(String... args) {
    PluginBuilder.Builder builder = PluginBuilder.builder();
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("Option " + args[i] + " lacks a value. " + USAGE);
      }
      option(builder, args[i], args[i + 1]);
    }
    return builder.build();
  }

  private static void option(PluginBuilder.Builder builder, String name, String value) {
    switch (name) {
      case "--sources" -> builder.sources(Path.of(value));
      case "--output" -> builder.output(Path.of(value));
      case "--libraries" -> builder.libraries(paths(value));
      case "--library" -> {
        int equals = value.indexOf('=');
        if (equals < 1) {
          throw new IllegalArgumentException("--library needs NAME=PATH, not " + value);
        }
        builder.library(value.substring(0, equals), Path.of(value.substring(equals + 1)));
      }
      case "--release" -> builder.release(Integer.parseInt(value));
      default -> throw new IllegalArgumentException("Unknown option " + name + ". " + USAGE);
    }
  }

  private static List<Path> paths(String list) {
    return Stream.of(list.split(File.pathSeparator, -1))
        .filter(path -> !path.isBlank())
        .map(Path::of)
        .toList();
  }
}
