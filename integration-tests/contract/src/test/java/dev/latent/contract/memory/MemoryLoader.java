package dev.latent.contract.memory;

import dev.latent.container.finder.RegisteredPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The classes of one plugin: the host's where it shares the package, else the plugin's own, else
 * those of the plugins that it needs.
 */
final class MemoryLoader extends ClassLoader {

  private final Map<String, byte[]> files = new HashMap<>();
  private final RegisteredPlugin plugin;
  private final List<MemoryLoader> providers;
  private final ClassLoader hostLoader;
  private final Set<String> hostPackages;

  MemoryLoader(
      RegisteredPlugin plugin,
      List<MemoryLoader> providers,
      ClassLoader hostLoader,
      Set<String> hostPackages) {
    super(plugin.id().toString(), ClassLoader.getPlatformClassLoader());
    this.plugin = plugin;
    this.providers = providers;
    this.hostLoader = hostLoader;
    this.hostPackages = hostPackages;
    try (ZipInputStream jar = new ZipInputStream(plugin.reference().open())) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        files.put(entry.getName(), jar.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + plugin.id(), e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (hostPackages.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
      return hostLoader.loadClass(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = files.get(name.replace('.', '/') + ".class");
    if (bytes != null) {
      return defineClass(name, bytes, 0, bytes.length);
    }
    for (MemoryLoader provider : providers) {
      try {
        return provider.loadClass(name);
      } catch (ClassNotFoundException next) {
        // another one may have it
      }
    }
    throw new ClassNotFoundException(
        name + " is neither in " + plugin.id() + " nor in " + providers);
  }

  @Override
  public String toString() {
    return "memory of " + plugin.id();
  }
}
