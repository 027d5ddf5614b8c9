package dev.latent.container.runtime.osgi;

import dev.latent.api.spi.PluginReference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.connect.ConnectContent.ConnectEntry;

/** The entries of a plugin that is not on a file system, kept in memory. Immutable. */
record MemoryEntries(Map<String, ConnectEntry> entries) implements PluginContent.EntrySource {

  /** Reads all of a plugin's content. */
  static MemoryEntries read(PluginReference reference) throws IOException {
    Map<String, ConnectEntry> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(reference.open())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(
            entry.getName(),
            new BytesEntry(entry.getName(), Math.max(0, entry.getTime()), zip.readAllBytes()));
      }
    }
    return new MemoryEntries(entries);
  }

  @Override
  public List<String> names() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public @Nullable ConnectEntry entry(String name) {
    String path = name.startsWith("/") ? name.substring(1) : name;
    ConnectEntry entry = entries.get(path);
    return entry != null || path.endsWith("/") ? entry : entries.get(path + "/");
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  /** An entry whose bytes are there. */
  static final class BytesEntry implements ConnectEntry {

    private final String name;
    private final long modified;
    private final byte[] bytes;

    BytesEntry(String name, long modified, byte[] bytes) {
      this.name = name;
      this.modified = modified;
      this.bytes = bytes;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public long getContentLength() {
      return bytes.length;
    }

    @Override
    public long getLastModified() {
      return modified;
    }

    @Override
    public byte[] getBytes() {
      return bytes.clone();
    }

    @Override
    public InputStream getInputStream() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
