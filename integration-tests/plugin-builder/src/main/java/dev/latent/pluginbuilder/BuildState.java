package dev.latent.pluginbuilder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the last run built, kept in a file beside the output directory. Losing it costs a full build
 * and nothing else: a line that can't be read counts as absent.
 */
final class BuildState {

  /**
   * One plugin as it was built.
   *
   * @param inputs digest of all that it was made from
   * @param output digest of what was written
   * @param fileName name in the output directory
   */
  record Entry(String inputs, String output, String fileName) {}

  private final @Nullable Path file;
  private final Map<String, Entry> entries = new TreeMap<>();

  private BuildState(@Nullable Path file) {
    this.file = file;
  }

  /** For builds of which no record is kept. */
  static BuildState none() {
    return new BuildState(null);
  }

  static BuildState beside(Path output) throws IOException {
    Path absolute = output.toAbsolutePath().normalize();
    return in(absolute.resolveSibling(absolute.getFileName() + ".built"));
  }

  static BuildState in(Path file) throws IOException {
    BuildState state = new BuildState(file);
    if (Files.isRegularFile(file)) {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        List<String> parts = List.of(line.split("\t", -1));
        if (parts.size() == 4) {
          state.entries.put(parts.get(0), new Entry(parts.get(1), parts.get(2), parts.get(3)));
        }
      }
    }
    return state;
  }

  Map<String, Entry> entries() {
    return entries;
  }

  void write() throws IOException {
    if (file == null) {
      return;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (name, entry) ->
            text.append(name)
                .append('\t')
                .append(entry.inputs())
                .append('\t')
                .append(entry.output())
                .append('\t')
                .append(entry.fileName())
                .append('\n'));
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(temporary, text);
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
