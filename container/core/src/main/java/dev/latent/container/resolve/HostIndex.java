package dev.latent.container.resolve;

import dev.latent.container.descriptor.Capability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Host capabilities by namespace and key. Immutable; free of lambdas for the first lookup. */
final class HostIndex implements HostCapabilities {

  private final Map<String, Namespace> namespaces = new HashMap<>();

  private static final class Namespace {

    private final List<Capability> all = new ArrayList<>();
    private final Map<String, List<Capability>> byKey = new HashMap<>();

    void add(Capability capability) {
      all.add(capability);
      Object main = capability.attributes().get(capability.namespace());
      if (main instanceof List<?> list) {
        for (Object one : list) {
          add(one.toString(), capability);
        }
      } else if (main != null) {
        add(main.toString(), capability);
      }
    }

    private void add(String key, Capability capability) {
      List<Capability> known = byKey.get(key);
      if (known == null) {
        known = new ArrayList<>(1);
        byKey.put(key, known);
      }
      known.add(capability);
    }
  }

  HostIndex(Iterable<Capability> capabilities) {
    for (Capability capability : capabilities) {
      Namespace known = namespaces.get(capability.namespace());
      if (known == null) {
        known = new Namespace();
        namespaces.put(capability.namespace(), known);
      }
      known.add(capability);
    }
  }

  @Override
  public List<Capability> find(String namespace, @Nullable String key) {
    Namespace known = namespaces.get(namespace);
    List<Capability> found = known == null ? null : key == null ? known.all : known.byKey.get(key);
    return found == null ? List.of() : List.copyOf(found);
  }
}
