package dev.latent.container.runtime.osgi;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The frameworks that bundles can run in, with what each needs to be told. */
enum FrameworkKind {
  /** Apache Felix. */
  FELIX(
      "felix",
      "Apache Felix",
      "org.apache.felix.framework.FrameworkFactory",
      Map.of(
          // Resolver threads outlive the framework and hold it.
          "felix.resolver.parallelism", "1",
          // Else a class that is not imported is looked for on the host's class path.
          "felix.bootdelegation.implicit", "false",
          // The storage has a lock of the container's own.
          "felix.cache.locking", "false")),

  /** Eclipse Equinox. */
  EQUINOX(
      "equinox",
      "Eclipse Equinox",
      "org.eclipse.osgi.launch.EquinoxFactory",
      Map.of(
          // Else a bundle with lazy policy is STARTING as soon as it is resolved.
          "osgi.compatibility.eagerStart.LazyActivation", "false",
          "osgi.compatibility.bootdelegation", "false",
          "equinox.resolver.thread.count", "1",
          "equinox.start.level.thread.count", "1",
          "eclipse.log.enabled", "false",
          "osgi.framework.activeThreadType", "daemon"));

  private final String key;
  private final String label;
  private final String factory;

  @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
  private final Map<String, String> properties;

  FrameworkKind(String key, String label, String factory, Map<String, String> properties) {
    this.key = key;
    this.label = label;
    this.factory = factory;
    this.properties = properties;
  }

  /** The name that hosts choose it by, also the name of its directory. */
  String key() {
    return key;
  }

  String label() {
    return label;
  }

  String factory() {
    return factory;
  }

  /** Its own settings, over which a host's go. */
  Map<String, String> properties() {
    return properties;
  }

  /** Whether its classes are on the path; loads none. */
  boolean available(ClassLoader loader) {
    return loader.getResource(factory.replace('.', '/') + ".class") != null;
  }

  /** The chosen framework, or the first that is on the path where none is chosen. */
  static @Nullable FrameworkKind choose(ClassLoader loader, String chosen) {
    for (FrameworkKind kind : values()) {
      if ((chosen.isEmpty() || chosen.equals(kind.key)) && kind.available(loader)) {
        return kind;
      }
    }
    return null;
  }
}
