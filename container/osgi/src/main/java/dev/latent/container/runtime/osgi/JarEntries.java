package dev.latent.container.runtime.osgi;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.connect.ConnectContent.ConnectEntry;

/** The entries of a jar through one open handle. Thread-safe. */
final class JarEntries implements PluginContent.EntrySource {

  private final ZipFile zip;
  private final OpenStreams streams = new OpenStreams();
  private volatile @Nullable Set<String> impliedDirectories;

  JarEntries(File file) throws IOException {
    zip = new ZipFile(file);
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(zip.size());
    for (ZipEntry entry : Collections.list(zip.entries())) {
      names.add(entry.getName());
    }
    return names;
  }

  @Override
  public @Nullable ConnectEntry entry(String name) {
    String path = name.startsWith("/") ? name.substring(1) : name;
    ZipEntry entry = zip.getEntry(path);
    if (entry != null) {
      return new JarEntry(zip, entry, streams);
    }
    if (path.endsWith("/") && impliedDirectories().contains(path)) {
      return new ImpliedDirectory(path);
    }
    return null;
  }

  /** Directories that have no entry of their own, which many tools leave out. */
  private Set<String> impliedDirectories() {
    Set<String> known = impliedDirectories;
    if (known == null) {
      known = new HashSet<>();
      for (String name : names()) {
        for (int slash = name.lastIndexOf('/', name.length() - 2);
            slash > 0 && known.add(name.substring(0, slash + 1));
            slash = name.lastIndexOf('/', slash - 1)) {
          // The loop's condition does the work.
        }
      }
      impliedDirectories = known;
    }
    return known;
  }

  @Override
  public List<String> openStreams() {
    return streams.entries();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private record JarEntry(ZipFile zip, ZipEntry entry, OpenStreams streams)
      implements ConnectEntry {

    @Override
    public String getName() {
      return entry.getName();
    }

    @Override
    public long getContentLength() {
      return entry.getSize();
    }

    @Override
    public long getLastModified() {
      return Math.max(0, entry.getTime());
    }

    @Override
    public byte[] getBytes() throws IOException {
      try (InputStream in = zip.getInputStream(entry)) {
        return in.readAllBytes();
      }
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return streams.count(entry.getName(), zip.getInputStream(entry));
    }
  }

  private record ImpliedDirectory(String name) implements ConnectEntry {

    @Override
    public String getName() {
      return name;
    }

    @Override
    public long getContentLength() {
      return 0;
    }

    @Override
    public long getLastModified() {
      return 0;
    }

    @Override
    public InputStream getInputStream() {
      return InputStream.nullInputStream();
    }
  }
}
