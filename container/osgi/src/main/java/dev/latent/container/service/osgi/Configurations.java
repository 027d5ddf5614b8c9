package dev.latent.container.service.osgi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All configurations at one moment, found by PID and by factory PID. Immutable. */
final class Configurations {

  static final Configurations NONE = new Configurations(Map.of());

  private final Map<String, StoredConfiguration> all;
  private final Map<String, StoredConfiguration> single = new HashMap<>();
  private final Map<String, List<StoredConfiguration>> factories = new HashMap<>();

  private Configurations(Map<String, StoredConfiguration> all) {
    this.all = all;
    for (StoredConfiguration configuration : all.values()) {
      String factory = configuration.factoryPid();
      if (factory == null) {
        single.put(configuration.pid(), configuration);
      } else {
        factories.computeIfAbsent(factory, unused -> new ArrayList<>()).add(configuration);
      }
    }
  }

  static Configurations of(List<StoredConfiguration> read) {
    Map<String, StoredConfiguration> all = new HashMap<>();
    for (StoredConfiguration configuration : read) {
      all.put(configuration.pid(), configuration);
    }
    return new Configurations(all);
  }

  /** These with what was read anew of one PID. */
  Configurations with(String pid, List<StoredConfiguration> read) {
    Map<String, StoredConfiguration> next = new HashMap<>(all);
    next.remove(pid);
    for (StoredConfiguration configuration : read) {
      next.put(configuration.pid(), configuration);
    }
    return new Configurations(next);
  }

  /** The single configuration of a PID, null if there is none. */
  @Nullable StoredConfiguration withPid(String pid) {
    return single.get(pid);
  }

  /** The configurations of a factory PID. */
  List<StoredConfiguration> ofFactory(String factoryPid) {
    return factories.getOrDefault(factoryPid, List.of());
  }
}
