package dev.latent.demo.workbench;

import dev.latent.demo.api.Document;
import dev.latent.demo.workbench.StoredDocument.Origin;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The documents that come along, in a directory of their own. Stateless but for the path. */
public final class Samples {

  private final Path directory;

  /**
   * Names the directory; nothing is read yet.
   *
   * @param directory where they are; it need not exist
   */
  public Samples(Path directory) {
    this.directory = directory;
  }

  /**
   * Reads all of them into a store, by name.
   *
   * @param store takes them
   * @throws IOException if the directory is there and can't be read
   */
  public void addTo(DocumentStore store) throws IOException {
    for (Path file : files()) {
      String name = String.valueOf(file.getFileName());
      store.add(
          Origin.SAMPLE, new Document(name, MediaTypes.ofName(name), Files.readAllBytes(file)));
    }
  }

  /**
   * One of them.
   *
   * @param name its file name
   * @return the file, or empty
   * @throws IOException if the directory is there and can't be read
   */
  public Optional<Path> find(String name) throws IOException {
    return files().stream()
        .filter(file -> String.valueOf(file.getFileName()).equals(name))
        .findFirst();
  }

  /**
   * The names of all.
   *
   * @return file names, in order
   * @throws IOException if the directory is there and can't be read
   */
  public List<String> names() throws IOException {
    return files().stream().map(file -> String.valueOf(file.getFileName())).toList();
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        for (Path file : stream) {
          if (Files.isRegularFile(file) && !String.valueOf(file.getFileName()).startsWith(".")) {
            files.add(file);
          }
        }
      }
      files.sort(Comparator.comparing(Path::toString, String.CASE_INSENSITIVE_ORDER));
    }
    return files;
  }
}
