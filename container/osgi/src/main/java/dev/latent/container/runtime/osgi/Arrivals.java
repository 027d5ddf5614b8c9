package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginException;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.connect.ConnectContent.ConnectEntry;

/**
 * Brings in plugins because code that runs asks for something in a package of theirs. Thread-safe;
 * holds no lock.
 */
final class Arrivals {

  private final BootedFramework framework;
  private final Set<RegisteredPlugin> started = ConcurrentHashMap.newKeySet();

  Arrivals(BootedFramework framework) {
    this.framework = framework;
  }

  /**
   * Installs and resolves a plugin with what it needs, and starts it if it has something to start,
   * as if a plugin had been wired to it from the beginning.
   *
   * @param path the class file or other file that is asked for
   * @param what the same in words
   * @return its bundle; null if it does not have the file, or can't be resolved
   */
  @Nullable Bundle bring(DynamicImports.Exported exported, String path, String what) {
    RegisteredPlugin plugin = exported.plugin();
    Bundle present = framework.bundleOf(plugin);
    if (present == null || present.getState() == Bundle.INSTALLED) {
      if (!mayHave(exported, path)) {
        return null;
      }
      present = resolve(plugin);
    }
    if (present != null && started.add(plugin)) {
      start(plugin, present, what + ", imported dynamically");
    }
    return present;
  }

  private @Nullable Bundle resolve(RegisteredPlugin plugin) {
    try {
      Closure closure = framework.environment().needs().closure(plugin);
      return closure.resolvable() ? new ClosureInstall(framework, closure).resolved() : null;
    } catch (PluginException | IllegalStateException e) {
      return null; // not resolved, so no candidate: as in the reference run
    }
  }

  private void start(RegisteredPlugin plugin, Bundle bundle, String reason) {
    PluginDescriptor descriptor = plugin.descriptor();
    if (!descriptor.headers().containsKey("Bundle-Activator")) {
      return;
    }
    try {
      if (BundleActivation.isLazy(descriptor)) {
        bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
      } else {
        framework.environment().needs().activate(plugin, reason);
      }
    } catch (PluginException | BundleException e) {
      // It is resolved all the same and its classes can be used; the failure is recorded where
      // it was made.
      return;
    }
  }

  /** Whether a plugin may have a file; false only where its content was looked at. */
  private boolean mayHave(DynamicImports.Exported exported, String path) {
    RegisteredPlugin plugin = exported.plugin();
    Map<String, String> headers = plugin.descriptor().headers();
    String classPath = headers.getOrDefault("Bundle-ClassPath", ".");
    boolean other =
        !classPath.trim().equals(".")
            || !framework.environment().plugins().get().fragmentsOf(plugin.id().name()).isEmpty()
            || importsToo(exported);
    return other || entry(plugin, path).isPresent();
  }

  private static boolean importsToo(DynamicImports.Exported exported) {
    for (Requirement requirement : exported.plugin().descriptor().requirements()) {
      if (requirement.namespace().equals(Namespaces.PACKAGE)
          && exported.packageName().equals(requirement.attributes().get(Namespaces.PACKAGE))) {
        return true;
      }
    }
    return false;
  }

  /** A file in a plugin's content, read at once; installs nothing. */
  Optional<ConnectEntry> entry(RegisteredPlugin plugin, String path) {
    String name = path.startsWith("/") ? path.substring(1) : path;
    try (PluginContent.EntrySource source = PluginContent.EntrySource.of(plugin.reference())) {
      ConnectEntry entry = source.entry(name);
      return entry == null
          ? Optional.empty()
          : Optional.of(
              new MemoryEntries.BytesEntry(name, entry.getLastModified(), entry.getBytes()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
