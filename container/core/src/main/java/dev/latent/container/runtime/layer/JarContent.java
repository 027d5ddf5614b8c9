package dev.latent.container.runtime.layer;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A jar file, opened at the first read, multi-release as the running JVM wants it. */
final class JarContent implements LayerContent {

  private final Path path;
  private final EntryUrls.Opener opener = new Opener();

  /** Guards opening and closing; nothing but the JDK's own code runs under it. */
  private final Object opening = new Object();

  private volatile @Nullable JarFile jar;
  private volatile boolean closed;

  JarContent(Path path) {
    this.path = path;
  }

  private JarFile jar() throws IOException {
    JarFile open = jar;
    if (open != null) {
      return open;
    }
    synchronized (opening) {
      if (closed) {
        throw new IOException(path + " is closed, its plugin was stopped.");
      }
      open = jar;
      if (open == null) {
        open = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
        jar = open;
      }
      return open;
    }
  }

  /** Whether the file was opened and is so still. */
  boolean isOpen() {
    return jar != null;
  }

  @Override
  public byte @Nullable [] read(String name) throws IOException {
    JarFile open = jar();
    JarEntry entry = open.getJarEntry(name);
    if (entry == null || entry.isDirectory()) {
      return null;
    }
    try (InputStream in = open.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  @Override
  public @Nullable URL url(String name) throws IOException {
    return jar().getJarEntry(name) == null ? null : urls().of(name);
  }

  @Override
  public List<String> names() throws IOException {
    return jar()
        .versionedStream()
        .filter(entry -> !entry.isDirectory())
        .map(JarEntry::getName)
        .toList();
  }

  @Override
  public void close() {
    synchronized (opening) {
      closed = true;
      JarFile open = jar;
      jar = null;
      if (open != null) {
        try {
          open.close();
        } catch (IOException onlyRead) {
          // Nothing was written, so nothing is lost.
        }
      }
    }
  }

  private EntryUrls urls() {
    return new EntryUrls("jar:" + path.toUri() + "!/", opener);
  }

  private final class Opener implements EntryUrls.Opener {

    @Override
    public URLConnection open(URL url, String name) throws IOException {
      return new Connection(url, name);
    }
  }

  /** Reads through the file that is open already, so that no cache of the JVM keeps another. */
  private final class Connection extends JarURLConnection {

    private final String name;

    Connection(URL url, String name) throws IOException {
      super(url);
      this.name = name;
    }

    @Override
    public void connect() throws IOException {
      if (jar().getJarEntry(name) == null) {
        throw new FileNotFoundException(name + " is not in " + path);
      }
      connected = true;
    }

    @Override
    public JarFile getJarFile() throws IOException {
      return jar();
    }

    @Override
    public InputStream getInputStream() throws IOException {
      connect();
      return jar().getInputStream(jar().getJarEntry(name));
    }

    @Override
    public long getContentLengthLong() {
      try {
        JarEntry entry = jar().getJarEntry(name);
        return entry == null ? -1 : entry.getSize();
      } catch (IOException unreadable) {
        return -1;
      }
    }

    @Override
    public int getContentLength() {
      return (int) getContentLengthLong();
    }

    @Override
    public long getLastModified() {
      return path.toFile().lastModified();
    }
  }
}
