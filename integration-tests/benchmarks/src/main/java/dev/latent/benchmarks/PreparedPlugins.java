package dev.latent.benchmarks;

import dev.latent.pluginbuilder.GeneratedPlugins;
import dev.latent.pluginbuilder.PluginGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Generated plugins on disk.
 *
 * @param directory holds all that one count of plugins needs
 * @param api the host's jar of the plugins' API
 * @param jars the plugins
 * @param lookups names of plugins to look up: the middle one, then others
 */
record PreparedPlugins(Path directory, Path api, List<Path> jars, List<String> lookups) {

  private static final int OTHERS = 10;

  /** Deletes what was there, and generates. */
  static PreparedPlugins prepare(Path work, int count) throws IOException {
    Path directory = work.resolve(Integer.toString(count));
    delete(directory);
    GeneratedPlugins generated =
        PluginGenerator.builder()
            .output(directory.resolve("plugins"))
            .plugins(count)
            .registration(PluginGenerator.Registration.ACTIVATOR)
            .build()
            .run();
    // It belongs to the host, so it must not lie among the plugins.
    Path api = Files.move(generated.api(), directory.resolve("gen.api.jar"));
    List<String> lookups = new ArrayList<>();
    int step = Math.max(1, count / (OTHERS + 1));
    for (int i = 0; i <= Math.min(OTHERS, count - 1); i++) {
      lookups.add(generated.names().get((count / 2 + i * step) % count));
    }
    return new PreparedPlugins(directory, api, generated.plugins(), lookups);
  }

  Path plugins() {
    return directory.resolve("plugins");
  }

  Path state(MeasuredSystem system) throws IOException {
    return Files.createDirectories(directory.resolve("state").resolve(system.toString()));
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
