package dev.latent.container.resolve;

import dev.latent.container.descriptor.Capability;
import java.util.List;
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
    return new HostIndex(capabilities);
  }
}
