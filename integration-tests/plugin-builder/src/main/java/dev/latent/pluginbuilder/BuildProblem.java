package dev.latent.pluginbuilder;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with one plugin's sources.
 *
 * @param plugin the plugin's name, that is its source directory's
 * @param file the file, relative to the plugin's source directory; null where no file is to blame
 * @param line the line in that file, from 1; 0 where it is not known
 * @param message what is wrong and what to do
 */
public record BuildProblem(String plugin, @Nullable String file, long line, String message) {

  static BuildProblem of(String plugin, @Nullable String file, String message) {
    return new BuildProblem(plugin, file, 0, message);
  }

  /** Formats as {@code plugin/file:line: message}, which consoles of tools turn into a link. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(plugin);
    if (file != null) {
      text.append('/').append(file);
      if (line > 0) {
        text.append(':').append(line);
      }
    }
    return text.append(": ").append(message).toString();
  }
}
