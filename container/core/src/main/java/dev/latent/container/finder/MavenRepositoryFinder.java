package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds chosen artifacts in a directory of Maven's layout. The location is the path relative to it,
 * with {@code /}. Stateless.
 */
final class MavenRepositoryFinder implements PluginFinder {

  /**
   * What is to be found.
   *
   * @param version empty for the highest
   */
  private record Artifact(String group, String name, String version) {

    static Artifact of(String text) {
      String[] parts = text.strip().split(":", -1);
      boolean named = parts.length == 2 || parts.length == 3;
      for (String part : parts) {
        named &= !part.isBlank() && part.indexOf('/') < 0 && !part.startsWith(".");
      }
      if (!named || parts[0].indexOf('*') >= 0) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' names no artifact of a Maven repository. Write group:artifact for the highest"
                + " version that is there, or group:artifact:version; the artifact may be *, as in"
                + " org.acme.plugins:*.");
      }
      return new Artifact(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
    }
  }

  private final Path repository;
  private final List<Artifact> artifacts = new ArrayList<>();

  MavenRepositoryFinder(Path repository, List<String> artifacts) {
    this.repository = repository.toAbsolutePath().normalize();
    for (String artifact : artifacts) {
      this.artifacts.add(Artifact.of(artifact));
    }
    if (artifacts.isEmpty()) {
      throw new IllegalArgumentException(
          "Say what to find in the Maven repository "
              + repository
              + ": a repository may hold thousands of jars that are no plugins. Write for example"
              + " org.acme.plugins:*.");
    }
  }

  @Override
  public Optional<PluginReference> find(String location) {
    return Optional.ofNullable(all().get(location));
  }

  @Override
  public List<PluginReference> findAll() {
    return List.copyOf(all().values());
  }

  private Map<String, PluginReference> all() {
    Map<String, PluginReference> found = new LinkedHashMap<>();
    for (Artifact artifact : artifacts) {
      Path group = repository.resolve(artifact.group().replace('.', '/'));
      for (Path directory : directories(group, artifact.name())) {
        add(found, directory, artifact.version());
      }
    }
    return found;
  }

  private void add(Map<String, PluginReference> found, Path directory, String version) {
    String name = String.valueOf(directory.getFileName());
    String best = "";
    for (Path candidate : directories(directory, version.isEmpty() ? "*" : version)) {
      String own = String.valueOf(candidate.getFileName());
      if (Files.isRegularFile(candidate.resolve(name + "-" + own + ".jar"))
          && (best.isEmpty() || MavenVersion.compare(own, best) > 0)) {
        best = own;
      }
    }
    if (!best.isEmpty()) {
      Path jar = directory.resolve(best).resolve(name + "-" + best + ".jar");
      String location = repository.relativize(jar).toString().replace('\\', '/');
      found.putIfAbsent(location, new FileReference(jar, location));
    }
  }

  /** The directories of a name, {@code *} standing for any characters, by name. */
  private static List<Path> directories(Path parent, String pattern) {
    if (pattern.indexOf('*') < 0) {
      return List.of(parent.resolve(pattern));
    }
    List<Path> found = new ArrayList<>();
    // Only the star of our patterns means anything; a glob knows more signs.
    String glob = pattern.replaceAll("([\\\\?\\[\\]{}])", "\\\\$1");
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, glob)) {
      children.forEach(found::add);
    } catch (IOException e) {
      return List.of(); // not there yet
    }
    found.sort(
        (one, other) ->
            DirectoryFinder.byCodePoint(
                String.valueOf(one.getFileName()), String.valueOf(other.getFileName())));
    return found;
  }

  @Override
  public String description() {
    return "Maven repository " + repository;
  }
}
