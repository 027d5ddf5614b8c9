package dev.latent.container.runtime.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.connect.ConnectContent.ConnectEntry;

/** The entries of an exploded plugin. Thread-safe; looks at the file system each time. */
record DirectoryEntries(Path root) implements PluginContent.EntrySource {

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (!name.isEmpty()) {
          names.add(Files.isDirectory(file) ? name + "/" : name);
        }
      }
    }
    return names;
  }

  @Override
  public @Nullable ConnectEntry entry(String name) {
    String path = name.startsWith("/") ? name.substring(1) : name;
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root) || !Files.exists(file)) {
      return null;
    }
    boolean directory = Files.isDirectory(file);
    if (path.endsWith("/") && !directory) {
      return null;
    }
    return new FileEntry(directory && !path.endsWith("/") ? path + "/" : path, file, directory);
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  private record FileEntry(String name, Path file, boolean directory) implements ConnectEntry {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public long getContentLength() {
      return directory ? 0 : file.toFile().length();
    }

    @Override
    public long getLastModified() {
      return file.toFile().lastModified();
    }

    @Override
    public byte[] getBytes() throws IOException {
      return directory ? new byte[0] : Files.readAllBytes(file);
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return directory ? InputStream.nullInputStream() : Files.newInputStream(file);
    }
  }
}
