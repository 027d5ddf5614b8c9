package dev.latent.pluginbuilder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a directory hold certain jars and no other, so that none stays behind from an older version
 * of a library. Jars that have not changed are not touched.
 */
public final class JarMirror {

  private JarMirror() {}

  /**
   * Copies all jars of a directory to another: {@code --from DIR --to DIR}.
   *
   * @param args the options
   * @throws IOException if a file can't be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 4 || !args[0].equals("--from") || !args[2].equals("--to")) {
      throw new IllegalArgumentException("Usage: --from DIR --to DIR");
    }
    List<String> removed = mirror(jars(Path.of(args[1])), Path.of(args[3]), Set.of());
    removed.forEach(name -> System.out.println("[plugins] removed " + name));
  }

  /**
   * Makes a directory hold certain jars.
   *
   * @param jars the jars to copy
   * @param to the directory; made if it is not there
   * @param others names of jars in the directory that stay as they are
   * @return names of the jars that were removed, in order
   * @throws IOException if a file can't be read or written
   */
  static List<String> mirror(List<Path> jars, Path to, Set<String> others) throws IOException {
    Files.createDirectories(to);
    Set<String> names = new HashSet<>(others);
    for (Path jar : jars) {
      String name = String.valueOf(jar.getFileName());
      names.add(name);
      Path copy = to.resolve(name);
      if (!Files.exists(copy)
          || Files.size(copy) != Files.size(jar)
          || !Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(jar))) {
        Files.copy(
            jar, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    List<String> removed = new ArrayList<>();
    for (Path present : jars(to)) {
      String name = String.valueOf(present.getFileName());
      if (!names.contains(name)) {
        JarWriter.delete(present);
        removed.add(name);
      }
    }
    return removed;
  }

  private static List<Path> jars(Path directory) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.jar")) {
      files.forEach(jars::add);
    }
    jars.sort(null);
    return jars;
  }
}
