package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Gives a framework the content of plugins by their location. Asked for a plugin, or a bundle of
 * the container's own, that was there in an earlier run and is not now, it gives an empty bundle in
 * its place, so that the framework keeps its data area and has nothing to complain of. Thread-safe.
 */
final class IndexConnector implements ModuleConnector {

  /** What the locations of bundles begin with. */
  static final String SCHEME = "latent:";

  /** What the locations of the container's own bundles begin with. */
  static final String OWN_SCHEME = "latent-container:";

  private final Supplier<PluginSet> plugins;
  private final Whiteboards whiteboards;
  private final Map<String, PluginContent> contents = new ConcurrentHashMap<>();
  private final Map<String, ConnectModule> synthetic = new ConcurrentHashMap<>();

  IndexConnector(Supplier<PluginSet> plugins, Whiteboards whiteboards) {
    this.plugins = plugins;
    this.whiteboards = whiteboards;
  }

  /** The location a plugin is installed under, the same in every run. */
  static String locationOf(RegisteredPlugin plugin) {
    return SCHEME + plugin.reference().location();
  }

  /** Says what the next request for a plugin's location means, before the framework asks. */
  void offer(RegisteredPlugin plugin) {
    PluginContent before = contents.put(locationOf(plugin), content(plugin));
    if (before != null) {
      close(before);
    }
  }

  /** Makes a bundle of the container's own known under a location. */
  void offer(String location, ConnectModule module) {
    synthetic.put(location, module);
  }

  /** The entries of a plugin of which somebody has a stream open. */
  List<String> openStreams(String location) {
    PluginContent content = contents.get(location);
    return content == null ? List.of() : content.openStreams();
  }

  /** Forgets a plugin's content and closes its jar. */
  void forget(String location) {
    PluginContent content = contents.remove(location);
    if (content != null) {
      close(content);
    }
  }

  /** Closes all jars. */
  void closeAll() {
    for (String location : contents.keySet()) {
      forget(location);
    }
    synthetic.clear();
  }

  private PluginContent content(RegisteredPlugin plugin) {
    return new PluginContent(plugin, whiteboards.policy(plugin));
  }

  @Override
  public void initialize(File storage, Map<String, String> configuration) {
    // Nothing to prepare.
  }

  @Override
  public Optional<ConnectModule> connect(String location) {
    ConnectModule own = synthetic.get(location);
    if (own != null) {
      return Optional.of(own);
    }
    if (location.startsWith(OWN_SCHEME)) {
      // Left behind by a JVM that died; without content the framework would print that it misses
      // a file.
      return Optional.of(EmptyBundle.inPlaceOf(location));
    }
    if (!location.startsWith(SCHEME)) {
      return Optional.empty();
    }
    PluginContent content = contents.get(location);
    if (content == null) {
      RegisteredPlugin plugin = pluginNow(location);
      if (plugin == null) {
        return Optional.of(EmptyBundle.inPlaceOf(location));
      }
      content = contents.computeIfAbsent(location, unused -> content(plugin));
    }
    return Optional.of(content);
  }

  @Override
  public Optional<BundleActivator> newBundleActivator() {
    return Optional.empty();
  }

  private static void close(PluginContent content) {
    try {
      content.close();
    } catch (IOException e) {
      // A jar that was only read can't lose anything by a failed close.
      return;
    }
  }

  /** The plugin that a location stands for; null if there is none now. */
  @Nullable RegisteredPlugin pluginNow(String location) {
    PluginContent content = contents.get(location);
    if (content != null) {
      return content.plugin();
    }
    // The framework does not ask for what it has a copy of.
    return location.startsWith(SCHEME)
        ? plugins.get().at(location.substring(SCHEME.length()))
        : null;
  }
}
