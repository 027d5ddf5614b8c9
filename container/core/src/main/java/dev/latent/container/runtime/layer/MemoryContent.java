package dev.latent.container.runtime.layer;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** A jar held in memory: one within another jar, or content that is on no file system. */
final class MemoryContent implements LayerContent {

  /** Opens the bytes of a jar. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  private static final String VERSIONS = "META-INF/versions/";

  private final Source source;
  private final EntryUrls urls;
  private volatile @Nullable Map<String, byte[]> files;

  MemoryContent(String url, Source source) {
    this.source = source;
    this.urls = new EntryUrls(url, Connection::new);
  }

  private Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> known = files;
    if (known == null) {
      // Two threads may both read it; the second result takes the place of an equal one.
      known = readAll();
      files = known;
    }
    return known;
  }

  private Map<String, byte[]> readAll() throws IOException {
    Map<String, byte[]> all = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(source.open())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory()) {
          all.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    byte[] manifest = all.get(JarFile.MANIFEST_NAME);
    if (manifest != null
        && "true"
            .equalsIgnoreCase(
                new Manifest(new ByteArrayInputStream(manifest))
                    .getMainAttributes()
                    .getValue("Multi-Release"))) {
      overlayVersions(all);
    }
    return all;
  }

  private static void overlayVersions(Map<String, byte[]> all) {
    TreeMap<Integer, Map<String, byte[]>> versions = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : all.entrySet()) {
      String name = file.getKey();
      int slash = name.startsWith(VERSIONS) ? name.indexOf('/', VERSIONS.length()) : -1;
      if (slash > 0) {
        try {
          int version = Integer.parseInt(name.substring(VERSIONS.length(), slash));
          versions
              .computeIfAbsent(version, v -> new HashMap<>())
              .put(name.substring(slash + 1), file.getValue());
        } catch (NumberFormatException noVersion) {
          // The JVM ignores such directories as well.
        }
      }
    }
    versions.headMap(Runtime.version().feature(), true).values().forEach(all::putAll);
  }

  @Override
  public byte @Nullable [] read(String name) throws IOException {
    byte[] bytes = files().get(name);
    return bytes == null ? null : bytes.clone();
  }

  @Override
  public @Nullable URL url(String name) throws IOException {
    return files().containsKey(name) ? urls.of(name) : null;
  }

  @Override
  public List<String> names() throws IOException {
    return List.copyOf(files().keySet());
  }

  @Override
  public void close() {
    files = null;
  }

  private final class Connection extends URLConnection {

    private final String name;

    Connection(URL url, String name) {
      super(url);
      this.name = name;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      byte[] bytes = files().get(name);
      if (bytes == null) {
        throw new FileNotFoundException(getURL().toExternalForm());
      }
      return new ByteArrayInputStream(bytes);
    }
  }
}
