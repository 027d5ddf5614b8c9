package dev.latent.container.service;

import dev.latent.container.descriptor.AttributeMap;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attributes with what every service has, whatever its kind says about it. For filters: copies
 * nothing, and asks for the types, which a descriptor may have to be decoded for, only when a
 * filter does.
 */
final class StandardAttributes extends AbstractMap<String, Object> {

  private static final String OBJECT_CLASS = "objectClass";
  private static final String RANKING = "service.ranking";
  private static final String PLUGIN = "latent.plugin";
  private static final String VERSION = "latent.plugin.version";

  private final Map<String, Object> attributes;
  private final ServiceEntry entry;

  StandardAttributes(Map<String, Object> attributes, ServiceEntry entry) {
    this.attributes = attributes;
    this.entry = entry;
  }

  /** All attributes of a service, to be kept. */
  static Map<String, Object> added(ServiceEntry entry) {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Map.Entry<String, Object> attribute : entry.attributes().entrySet()) {
      if (!isStandard(attribute.getKey())) {
        all.put(attribute.getKey(), attribute.getValue());
      }
    }
    all.put(OBJECT_CLASS, entry.types());
    all.put(RANKING, entry.ranking());
    all.put(PLUGIN, entry.pluginId().name());
    all.put(VERSION, entry.pluginId().version().toString());
    return AttributeMap.copyOf(all);
  }

  private static boolean isStandard(String name) {
    return name.equalsIgnoreCase(RANKING) || isCertain(name);
  }

  /** Whether an attribute is what it is before any activation, whatever the plugin registers. */
  static boolean isCertain(String name) {
    return name.equalsIgnoreCase(OBJECT_CLASS)
        || name.equalsIgnoreCase(PLUGIN)
        || name.equalsIgnoreCase(VERSION);
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    if (!(key instanceof String name) || !isStandard(name)) {
      return attributes.get(key);
    }
    if (name.equalsIgnoreCase(OBJECT_CLASS)) {
      return entry.types();
    }
    if (name.equalsIgnoreCase(RANKING)) {
      return entry.ranking();
    }
    return name.equalsIgnoreCase(PLUGIN)
        ? entry.pluginId().name()
        : entry.pluginId().version().toString();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return (key instanceof String name && isStandard(name)) || attributes.containsKey(key);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return added(entry).entrySet();
  }
}
