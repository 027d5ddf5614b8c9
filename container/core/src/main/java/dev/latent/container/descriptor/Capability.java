package dev.latent.container.descriptor;

import java.util.Map;

/**
 * Something that a plugin has and others may require, in OSGi's generic form. Immutable.
 *
 * <p>Headers and module clauses are brought into this form as the OSGi core specification maps
 * them: an exported package is a capability of {@link Namespaces#PACKAGE}, a bundle one of {@link
 * Namespaces#BUNDLE} and {@link Namespaces#HOST}, a module one of {@link Namespaces#MODULE}.
 *
 * @param namespace the namespace
 * @param attributes the attributes: {@code String}, {@code Long}, {@code Double}, {@link
 *     dev.latent.api.PluginVersion} or a {@code List} of one of them
 * @param directives the directives
 */
public record Capability(
    String namespace, Map<String, Object> attributes, Map<String, String> directives) {

  /** Makes a capability; the maps are copied. */
  public Capability {
    attributes = AttributeMap.copyOf(attributes);
    directives = Map.copyOf(directives);
  }
}
