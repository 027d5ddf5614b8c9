package dev.latent.contract.memory;

import dev.latent.api.Subscription;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.PluginFinders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A plugin directory in memory: jars by file name, in the order of their names. Says that it
 * changed where it is told to, as a directory does that is watched. Thread-safe.
 */
public final class MemoryPlugins implements PluginFinder {

  private static final String NAME = "plugins in memory";

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final TreeMap<String, byte[]> jars = new TreeMap<>();
  private volatile boolean watched;

  public void watched() {
    watched = true;
  }

  private void changed() {
    if (watched) {
      listeners.forEach(Runnable::run);
    }
  }

  public void put(String fileName, byte[] bytes) {
    synchronized (jars) {
      jars.put(fileName, bytes);
    }
    changed();
  }

  public void remove(String fileName) {
    synchronized (jars) {
      if (jars.remove(fileName) == null) {
        throw new IllegalArgumentException(fileName + " is not among " + jars.keySet());
      }
    }
    changed();
  }

  private PluginFinder now() {
    synchronized (jars) {
      return PluginFinders.memory(NAME, Map.copyOf(jars));
    }
  }

  @Override
  public Optional<PluginReference> find(String location) {
    return now().find(location);
  }

  @Override
  public List<PluginReference> findAll() {
    PluginFinder now = now();
    synchronized (jars) {
      return jars.keySet().stream().flatMap(name -> now.find(name).stream()).toList();
    }
  }

  @Override
  public String description() {
    return NAME;
  }

  @Override
  public Subscription onChange(Runnable changed) {
    listeners.add(changed);
    return () -> listeners.remove(changed);
  }
}
