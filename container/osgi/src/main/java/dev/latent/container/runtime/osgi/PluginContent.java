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
import java.util.concurrent.atomic.AtomicReference;
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
  private final AtomicReference<@Nullable EntrySource> source = new AtomicReference<>();

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

  /** Whether a framework has to find native libraries in such a plugin. */
  static boolean hasNativeCode(PluginDescriptor descriptor) {
    return descriptor.headers().containsKey(Constants.BUNDLE_NATIVECODE);
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

  /** The entries of which somebody has a stream open; opens nothing. */
  List<String> openStreams() {
    EntrySource known = source.get();
    return known == null ? List.of() : known.openStreams();
  }

  @Override
  public void open() {
    // Opened when the first entry is asked for.
  }

  @Override
  public void close() throws IOException {
    EntrySource opened = source.getAndSet(null);
    if (opened != null) {
      opened.close();
    }
  }

  /** Opens it where nobody has; two threads may both do so, and one closes its own again. */
  private EntrySource source() throws IOException {
    while (true) {
      EntrySource known = source.get();
      if (known != null) {
        return known;
      }
      // A reference may be foreign code, so no lock is held.
      EntrySource mine = EntrySource.of(plugin.reference());
      if (source.compareAndSet(null, mine)) {
        return mine;
      }
      mine.close();
    }
  }

  /** Entries of a jar or a directory. */
  interface EntrySource extends AutoCloseable {

    /** The names of all entries, those of directories ending in a slash. */
    List<String> names() throws IOException;

    /** An entry, null if there is none. */
    @Nullable ConnectEntry entry(String name) throws IOException;

    /** The entries of which a stream was given out and not closed, where that is known. */
    default List<String> openStreams() {
      return List.of();
    }

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
