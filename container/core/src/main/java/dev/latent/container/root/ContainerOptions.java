package dev.latent.container.root;

import dev.latent.api.spi.ClassTransformer;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginListener;
import dev.latent.container.runtime.RuntimeFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the host asked for, as its builder collected it. Filled by one thread, then only read.
 * Fields rather than accessors, as there is nothing to hide between the builder and the root.
 */
public final class ContainerOptions {

  /** Plugin directories, or finders of the host, in order: {@code Path} or {@code PluginFinder}. */
  public final List<Object> places = new ArrayList<>();

  /** What the host sets itself: keys of settings with their values. */
  public final Map<String, String> settings = new LinkedHashMap<>();

  /** Packages that the host exports to bundles. */
  public final List<String> hostPackages = new ArrayList<>();

  /** Properties for the framework. */
  public final Map<String, String> frameworkProperties = new LinkedHashMap<>();

  /** Transformers of classes of layer plugins. */
  public final List<ClassTransformer> transformers = new ArrayList<>();

  /** Listeners for changes of state. */
  public final List<PluginListener> listeners = new ArrayList<>();

  /** Where the host's classes come from; null for the context class loader. */
  public @Nullable ClassLoader hostLoader;

  /** The host's modules; null for the boot layer. */
  public @Nullable ModuleLayer hostLayer;

  /** The file with settings; null for the one beside the plugins. */
  public @Nullable Path configuration;

  /** Where durable state is kept; null for the first plugin directory. */
  public @Nullable Path stateDirectory;

  /** Hears lines for people; null to print none. */
  public @Nullable Consumer<String> notices;

  /** Runs background work; null for a daemon thread of the container's own. */
  public @Nullable Executor background;

  /** Whether no policy activates anything and no background work begins. */
  public boolean inspectOnly;

  /** Tells the time. */
  public Clock clock = Clock.systemUTC();

  /** Gives the plugins instead of finders; for tests. */
  public @Nullable PluginSource source;

  /** Makes runtimes by kind instead of those found by name; for tests. */
  public final Map<dev.latent.api.PluginKind, RuntimeFactory> runtimes = new LinkedHashMap<>();

  /** Makes options with nothing asked for. */
  public ContainerOptions() {}

  /** The first plugin directory, or null if there is none. */
  @Nullable Path firstDirectory() {
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i) instanceof Path directory) {
        return directory;
      }
    }
    return null;
  }

  ClassLoader hostLoader() {
    if (hostLoader != null) {
      return hostLoader;
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : ClassLoader.getSystemClassLoader();
  }

  ModuleLayer hostLayer() {
    return hostLayer != null ? hostLayer : ModuleLayer.boot();
  }

  void notice(String line) {
    if (notices != null) {
      notices.accept(line);
    }
  }

  /** The places that are finders, for messages. */
  static String describe(Object place) {
    return place instanceof PluginFinder finder ? finder.description() : place.toString();
  }
}
