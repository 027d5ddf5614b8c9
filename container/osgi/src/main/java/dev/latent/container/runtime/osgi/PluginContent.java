package dev.latent.container.runtime.osgi;

import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.finder.RegisteredPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;

/**
 * The content of one plugin as a framework sees it through OSGi Connect: headers from the index,
 * entries from the jar or directory in place. Opens the jar when the first entry is asked for.
 * Thread-safe.
 */
final class PluginContent implements ConnectModule, ConnectContent {

  private final RegisteredPlugin plugin;
  private final Map<String, String> headers;
  private final Object lock = new Object();
  private @Nullable EntrySource source;

  /** Makes it; the policy, where there is one, is added to the headers. */
  PluginContent(RegisteredPlugin plugin, @Nullable String activationPolicy) {
    this.plugin = plugin;
    if (activationPolicy == null) {
      this.headers = plugin.descriptor().headers();
    } else {
      Map<String, String> more = new HashMap<>(plugin.descriptor().headers());
      more.put(Constants.BUNDLE_ACTIVATIONPOLICY, activationPolicy);
      this.headers = more;
    }
  }

  /** Whether a framework can run such a plugin from this; if not, it needs the file itself. */
  static boolean suits(PluginDescriptor descriptor) {
    // Felix finds no native library through Connect.
    return !descriptor.headers().containsKey("Bundle-NativeCode");
  }

  RegisteredPlugin plugin() {
    return plugin;
  }

  @Override
  public ConnectContent getContent() {
    return this;
  }

  @Override
  public Optional<Map<String, String>> getHeaders() {
    // Felix puts into it what the manifest of a multi-release jar says for this Java.
    return Optional.of(new HashMap<>(headers));
  }

  @Override
  public Iterable<String> getEntries() throws IOException {
    return source().names();
  }

  @Override
  public Optional<ConnectEntry> getEntry(String path) {
    try {
      return Optional.ofNullable(source().entry(path));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The content of plugin "
              + plugin.id()
              + " at "
              + plugin.reference().location()
              + " can't be read: "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public Optional<ClassLoader> getClassLoader() {
    return Optional.empty();
  }

  @Override
  public void open() {
    // Opened when the first entry is asked for.
  }

  @Override
  public void close() throws IOException {
    EntrySource opened;
    synchronized (lock) {
      opened = source;
      source = null;
    }
    if (opened != null) {
      opened.close();
    }
  }

  private EntrySource source() throws IOException {
    synchronized (lock) {
      EntrySource opened = source;
      if (opened == null) {
        opened = EntrySource.of(plugin.reference());
        source = opened;
      }
      return opened;
    }
  }

  /** Entries of a jar or a directory. */
  interface EntrySource extends AutoCloseable {

    /** The names of all entries, those of directories ending in a slash. */
    List<String> names() throws IOException;

    /** An entry, null if there is none. */
    @Nullable ConnectEntry entry(String name) throws IOException;

    @Override
    void close() throws IOException;

    /** Opens the content of a plugin. */
    static EntrySource of(PluginReference reference) throws IOException {
      Optional<Path> path = reference.path();
      if (path.isPresent()) {
        return Files.isDirectory(path.get())
            ? new DirectoryEntries(path.get())
            : new JarEntries(path.get().toFile());
      }
      return MemoryEntries.read(reference);
    }
  }
}
