package dev.latent.container.runtime.layer;

import dev.latent.api.spi.PluginReference;
import dev.latent.container.finder.RegisteredPlugin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All files of one plugin as its class loader sees them: its jar or directory, or the parts that
 * {@code Bundle-ClassPath} names, in order; and class bytes that were read ahead. Opens nothing
 * until the first file is asked for. Thread-safe.
 */
final class PluginFiles implements AutoCloseable {

  private final LayerContent whole;
  private final List<LayerContent> path;

  /** Where the code came from, as stack traces and policies name it; null if on no file system. */
  final @Nullable URL location;

  private volatile Map<String, byte[]> ahead = Map.of();

  PluginFiles(RegisteredPlugin plugin) {
    PluginReference reference = plugin.reference();
    Path file = reference.path().orElse(null);
    String url;
    if (file == null) {
      url = "latent:" + reference.location();
      whole = new MemoryContent(url + "!/", reference::open);
    } else {
      url = "jar:" + file.toUri();
      whole = Files.isDirectory(file) ? new DirectoryContent(file) : new JarContent(file);
    }
    location = file == null ? null : url(file);
    path = path(whole, url, plugin.descriptor().headers().get("Bundle-ClassPath"));
  }

  private static @Nullable URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException noUrl) {
      return null;
    }
  }

  private static List<LayerContent> path(
      LayerContent whole, String url, @Nullable String classPath) {
    if (classPath == null || classPath.isBlank()) {
      return List.of(whole);
    }
    List<LayerContent> path = new ArrayList<>();
    for (String clause : classPath.split(",", -1)) {
      String name = clause.split(";", 2)[0].trim();
      if (name.startsWith("/")) {
        name = name.substring(1);
      }
      if (name.equals(".") || name.isEmpty()) {
        path.add(whole);
      } else if (name.endsWith(".jar") || name.endsWith(".zip")) {
        String nested = name;
        path.add(
            new MemoryContent(
                url + "!/" + name + "!/",
                () -> {
                  byte[] bytes = whole.read(nested);
                  // A part that is not there is left out, as frameworks do.
                  return new ByteArrayInputStream(bytes == null ? new byte[0] : bytes);
                }));
      } else {
        path.add(new SubdirectoryContent(whole, name.endsWith("/") ? name : name + "/"));
      }
    }
    return path;
  }

  /** A directory within a content. */
  private record SubdirectoryContent(LayerContent whole, String prefix) implements LayerContent {

    @Override
    public byte @Nullable [] read(String name) throws IOException {
      return whole.read(prefix + name);
    }

    @Override
    public @Nullable URL url(String name) throws IOException {
      return whole.url(prefix + name);
    }

    @Override
    public List<String> names() throws IOException {
      List<String> names = new ArrayList<>();
      for (String name : whole.names()) {
        if (name.startsWith(prefix)) {
          names.add(name.substring(prefix.length()));
        }
      }
      return names;
    }

    @Override
    public void close() {
      // The whole is closed.
    }
  }

  byte @Nullable [] read(String name) throws IOException {
    byte[] known = ahead.get(name);
    if (known != null) {
      return known;
    }
    for (LayerContent part : path) {
      byte[] bytes = part.read(name);
      if (bytes != null) {
        return bytes;
      }
    }
    return null;
  }

  @Nullable URL url(String name) throws IOException {
    for (LayerContent part : path) {
      URL url = part.url(name);
      if (url != null) {
        return url;
      }
    }
    return null;
  }

  List<URL> urls(String name) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (LayerContent part : path) {
      URL url = part.url(name);
      if (url != null) {
        urls.add(url);
      }
    }
    return urls;
  }

  /** The names of all files; the same name may come from several parts. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (LayerContent part : path) {
      names.addAll(part.names());
    }
    return names;
  }

  /** The names of the class files, {@code module-info} and versioned copies left out. */
  List<String> classFiles() throws IOException {
    List<String> names = new ArrayList<>();
    for (String name : names()) {
      if (name.endsWith(".class")
          && !name.startsWith("META-INF/")
          && !name.equals("module-info.class")) {
        names.add(name);
      }
    }
    return names;
  }

  /** Lets {@link #read} find bytes in memory that were read before; not copied. */
  void ahead(Map<String, byte[]> bytes) {
    ahead = bytes;
  }

  /** Lets go of the bytes of a class that was defined. */
  void defined(String name) {
    if (!ahead.isEmpty()) {
      ahead.remove(name);
    }
  }

  /** Lets go of what was read ahead. */
  void forget() {
    ahead = Map.of();
  }

  @Override
  public void close() {
    forget();
    for (LayerContent part : path) {
      part.close();
    }
    whole.close();
  }
}
