package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the plugins on a path of the host. The location is the element as the path has it, with
 * {@code /}, so that it is the same in each run that is started in the same way. Stateless.
 *
 * @param property the system property that has the path
 */
record PathFinder(String property) implements PluginFinder {

  private static final List<String> SIGNS =
      List.of("Bundle-SymbolicName", "Latent-Activation", "Fragment-Host");

  @Override
  public Optional<PluginReference> find(String location) {
    return Optional.ofNullable(elements(location).get(location));
  }

  @Override
  public List<PluginReference> findAll() {
    return List.copyOf(elements(null).values());
  }

  /** What there is, or of it what may have a location: opening a jar is what takes time. */
  private Map<String, PluginReference> elements(@Nullable String only) {
    Map<String, PluginReference> found = new LinkedHashMap<>();
    String path = System.getProperty(property, "");
    for (String element : path.split(File.pathSeparator, -1)) {
      try {
        Path file = Path.of(element).toAbsolutePath().normalize();
        String location = element.replace('\\', '/');
        boolean asked = only == null || only.equals(location) || only.startsWith(location + "/");
        if (element.isEmpty() || !asked) {
          continue;
        }
        if (!add(found, location, file) && Files.isDirectory(file)) {
          addJarsOf(found, location, file);
        }
      } catch (InvalidPathException | IOException e) {
        // The JVM passes over such elements of its paths too.
      }
    }
    return found;
  }

  private static void addJarsOf(Map<String, PluginReference> found, String location, Path directory)
      throws IOException {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.jar")) {
      List<Path> sorted = new ArrayList<>();
      jars.forEach(sorted::add);
      sorted.sort(
          (one, other) ->
              DirectoryFinder.byCodePoint(
                  String.valueOf(one.getFileName()), String.valueOf(other.getFileName())));
      for (Path jar : sorted) {
        add(found, location + "/" + jar.getFileName(), jar);
      }
    }
  }

  private static boolean add(Map<String, PluginReference> found, String location, Path file)
      throws IOException {
    boolean plugin = isPlugin(file);
    if (plugin) {
      found.putIfAbsent(location, new FileReference(file, location));
    }
    return plugin;
  }

  private static boolean isPlugin(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      if (Files.isRegularFile(file.resolve("module-info.class"))) {
        return true;
      }
      Path manifest = file.resolve(JarFile.MANIFEST_NAME);
      if (!Files.isRegularFile(manifest)) {
        return false;
      }
      try (InputStream in = Files.newInputStream(manifest)) {
        return saysSo(new Manifest(in));
      }
    }
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getEntry("module-info.class") != null || saysSo(jar.getManifest());
    }
  }

  private static boolean saysSo(@Nullable Manifest manifest) {
    if (manifest == null) {
      return false;
    }
    Attributes attributes = manifest.getMainAttributes();
    for (String sign : SIGNS) {
      if (attributes.getValue(sign) != null) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String description() {
    return property.equals("java.class.path")
        ? "the class path of the host"
        : "the module path of the host";
  }
}
