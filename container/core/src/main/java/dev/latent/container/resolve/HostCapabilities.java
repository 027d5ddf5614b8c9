package dev.latent.container.resolve;

import dev.latent.container.descriptor.Capability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the host and the JVM give to all plugins of one kind. For bundles these are the capabilities
 * of the framework's system bundle: packages of the JDK and of the host, execution environments,
 * native code. For layer plugins they are the modules and packages of the host layer. Thread-safe.
 */
@FunctionalInterface
public interface HostCapabilities {

  /** A host that gives nothing. */
  HostCapabilities NONE = (namespace, key) -> List.of();

  /**
   * Finds capabilities.
   *
   * @param namespace the namespace
   * @param key the value of the attribute that is named like the namespace; null for all of the
   *     namespace
   * @return candidates; versions and filters are for the caller to check
   */
  List<Capability> find(String namespace, @Nullable String key);

  /**
   * Makes host capabilities of a list, indexed by namespace and key.
   *
   * @param capabilities all capabilities
   * @return an immutable view of a copy
   */
  static HostCapabilities of(Iterable<Capability> capabilities) {
    Map<String, Map<String, List<Capability>>> index = new HashMap<>();
    Map<String, List<Capability>> whole = new HashMap<>();
    for (Capability capability : capabilities) {
      whole.computeIfAbsent(capability.namespace(), n -> new ArrayList<>()).add(capability);
      Map<String, List<Capability>> keys =
          index.computeIfAbsent(capability.namespace(), n -> new HashMap<>());
      Object main = capability.attributes().get(capability.namespace());
      if (main instanceof List<?> list) {
        for (Object one : list) {
          keys.computeIfAbsent(one.toString(), k -> new ArrayList<>()).add(capability);
        }
      } else if (main != null) {
        keys.computeIfAbsent(main.toString(), k -> new ArrayList<>()).add(capability);
      }
    }
    return (namespace, key) -> {
      List<Capability> found =
          key == null ? whole.get(namespace) : index.getOrDefault(namespace, Map.of()).get(key);
      return found == null ? List.of() : List.copyOf(found);
    };
  }
}
