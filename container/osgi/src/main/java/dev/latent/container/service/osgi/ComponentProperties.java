package dev.latent.container.service.osgi;

import dev.latent.container.descriptor.ComponentDescription;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the configurations of a component and puts them on top of its properties, with the rules of
 * Felix's component runtime for a component that it meets for the first time. Used by one thread.
 */
final class ComponentProperties {

  private static final String PID = "service.pid";

  private final RegisteredPlugin plugin;
  private final ComponentDescription component;
  private final @Nullable StoredConfiguration[] single;
  private List<StoredConfiguration> ofFactory = List.of();
  private int factoryAt = -1;

  private ComponentProperties(
      RegisteredPlugin plugin,
      ComponentDescription component,
      String location,
      Configurations configurations) {
    this.plugin = plugin;
    this.component = component;
    this.single = new StoredConfiguration[component.configurationPids().size()];
    if (!component.configurationPolicy().equals("ignore")) {
      find(location, configurations);
    }
  }

  /**
   * The properties of each instance of a component: none where a configuration is missing, one, or
   * one for each factory configuration.
   */
  static List<Map<String, Object>> of(
      RegisteredPlugin plugin,
      ComponentDescription component,
      String location,
      Configurations configurations) {
    return new ComponentProperties(plugin, component, location, configurations).instances();
  }

  /** The search ends at the first PID without a configuration, and at one with factory ones. */
  private void find(String location, Configurations configurations) {
    for (int i = 0; i < single.length; i++) {
      String pid = component.configurationPids().get(i);
      ofFactory = factories(targeted(pid, location), location, configurations);
      if (!ofFactory.isEmpty()) {
        factoryAt = i;
        return;
      }
      single[i] = single(targeted(pid, location), location, configurations);
      if (single[i] == null) {
        return;
      }
    }
  }

  /** The PID as it may be aimed at this bundle, the closest aim last. */
  private List<String> targeted(String pid, String location) {
    String named = pid + "|" + plugin.id().name();
    String versioned = named + "|" + plugin.id().version();
    return List.of(pid, named, versioned, versioned + "|" + location);
  }

  private static @Nullable StoredConfiguration single(
      List<String> pids, String location, Configurations configurations) {
    for (int i = pids.size() - 1; i >= 0; i--) {
      StoredConfiguration found = configurations.withPid(pids.get(i));
      if (found != null && found.isFor(location)) {
        return found;
      }
    }
    return null;
  }

  private static List<StoredConfiguration> factories(
      List<String> pids, String location, Configurations configurations) {
    // A hash map, as in the component runtime: it decides in which order they are registered.
    Map<String, StoredConfiguration> found = new HashMap<>();
    for (String pid : pids) {
      for (StoredConfiguration configuration : configurations.ofFactory(pid)) {
        if (configuration.isFor(location)) {
          found.put(configuration.pid(), configuration);
        }
      }
    }
    return List.copyOf(found.values());
  }

  private List<Map<String, Object>> instances() {
    if (component.configurationPolicy().equals("require")) {
      for (int i = 0; i < single.length; i++) {
        if (single[i] == null && i != factoryAt) {
          return List.of();
        }
      }
    }
    if (factoryAt < 0) {
      return List.of(merged(null));
    }
    List<Map<String, Object>> instances = new ArrayList<>();
    for (StoredConfiguration configuration : ofFactory) {
      // A component factory has no use for factory configurations, and is still there for each.
      instances.add(
          component.factory().isPresent() ? component.properties() : merged(configuration));
    }
    return instances;
  }

  private Map<String, Object> merged(@Nullable StoredConfiguration ofThisInstance) {
    Map<String, Object> properties = new LinkedHashMap<>(component.properties());
    List<Object> pids = new ArrayList<>();
    if (properties.get(PID) instanceof String stated) {
      pids.add(stated);
    }
    for (int i = 0; i < single.length; i++) {
      StoredConfiguration configuration = i == factoryAt ? ofThisInstance : single[i];
      if (configuration != null) {
        properties.putAll(configuration.properties());
        Object pid = configuration.properties().get(PID);
        if (pid != null) {
          pids.add(pid);
        }
      }
    }
    if (component.namespace().compareTo("v1.3") > 0 && !pids.isEmpty()) {
      properties.put(PID, pids.size() == 1 ? pids.get(0) : List.copyOf(pids));
    }
    return properties;
  }
}
