package dev.latent.pluginbuilder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Finds libraries by {@code group:artifact}, {@code group:artifact:classifier} or {@code artifact}
 * among paths. A path's name is the one it was given, or is told from where it lies: in a Maven
 * repository, in the {@code target} directory of a Maven module, else from the Maven properties in
 * the jar.
 */
final class LibraryPath {

  private final Map<String, Path> named;
  private final List<Path> paths;
  private final Map<Path, String> coordinates = new LinkedHashMap<>();

  LibraryPath(Map<String, Path> named, List<Path> paths) {
    this.named = Map.copyOf(named);
    this.paths = List.copyOf(paths);
  }

  Optional<Path> find(String name) {
    Path given = named.get(name);
    if (given != null) {
      return Optional.of(given);
    }
    for (Path path : paths) {
      String coordinate = coordinates.computeIfAbsent(path, LibraryPath::coordinate);
      if (coordinate.equals(name) || (!name.contains(":") && coordinate.endsWith(":" + name))) {
        return Optional.of(path);
      }
    }
    // A local repository may have any name: where it begins can't be told from the path.
    for (Path path : paths) {
      String place = fromRepository(path.toAbsolutePath().normalize());
      if (name.contains(":") && place != null && place.endsWith("." + name)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /** The names that {@link #find} knows. */
  List<String> names() {
    List<String> names = new ArrayList<>(named.keySet());
    paths.forEach(path -> names.add(coordinates.computeIfAbsent(path, LibraryPath::coordinate)));
    return names;
  }

  private static String coordinate(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      String fromModule = fromModule(absolute);
      if (fromModule != null) {
        return fromModule;
      }
      String artifact = fromRepository(absolute);
      String fromJar = Files.isRegularFile(absolute) ? fromJar(absolute, artifact) : null;
      return fromJar != null ? fromJar : artifact != null ? artifact : fileName(absolute);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read library " + absolute, e);
    }
  }

  private static String fileName(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".jar") ? name.substring(0, name.length() - 4) : name;
  }

  /** {@code .../group/in/parts/artifact/version/artifact-version[-classifier].jar}. */
  private static @Nullable String fromRepository(Path path) {
    int count = path.getNameCount();
    if (count < 4) {
      return null;
    }
    String version = path.getName(count - 2).toString();
    String artifact = path.getName(count - 3).toString();
    String file = fileName(path);
    String start = artifact + "-" + version;
    if (!file.startsWith(start)) {
      return null;
    }
    String classifier = file.length() > start.length() ? file.substring(start.length() + 1) : "";
    int from = 0;
    for (int i = 0; i < count - 3; i++) {
      if (path.getName(i).toString().equals("repository")) {
        from = i + 1;
      }
    }
    StringBuilder group = new StringBuilder();
    for (int i = from; i < count - 3; i++) {
      group.append(i == from ? "" : ".").append(path.getName(i));
    }
    return group + ":" + artifact + (classifier.isEmpty() ? "" : ":" + classifier);
  }

  private static @Nullable String fromModule(Path path) throws IOException {
    Path target = path.getParent();
    Path module = target == null ? null : target.getParent();
    if (target == null || module == null || !target.endsWith("target")) {
      return null;
    }
    Path pom = module.resolve("pom.xml");
    if (!Files.isRegularFile(pom)) {
      return null;
    }
    try {
      Element project =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(pom.toFile())
              .getDocumentElement();
      String artifact = child(project, "artifactId");
      String group = child(project, "groupId");
      Element parent = element(project, "parent");
      if (group == null && parent != null) {
        group = child(parent, "groupId");
      }
      return artifact == null || group == null ? null : group + ":" + artifact;
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Can't read " + pom, e);
    }
  }

  private static @Nullable String child(Element element, String name) {
    Element child = element(element, name);
    return child == null ? null : child.getTextContent().trim();
  }

  private static @Nullable Element element(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  /** The jar's own word on its name, unless several jars were merged into it. */
  private static @Nullable String fromJar(Path jar, @Nullable String fromRepository)
      throws IOException {
    if (fromRepository != null && jar.toString().contains("repository")) {
      return null;
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<String> found =
          zip.stream()
              .map(entry -> entry.getName().split("/", -1))
              .filter(parts -> parts.length == 5 && parts[4].equals("pom.properties"))
              .map(parts -> parts[2] + ":" + parts[3])
              .distinct()
              .toList();
      return found.size() == 1 ? found.get(0) : null;
    }
  }
}
