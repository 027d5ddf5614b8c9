package dev.latent.container.descriptor;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that a plugin needs, in OSGi's generic form. Immutable.
 *
 * @param namespace the namespace
 * @param filter the LDAP filter that a capability must match; null if any will do
 * @param attributes what the clause said besides, for messages
 * @param directives the directives, {@code filter} among them
 */
public record Requirement(
    String namespace,
    @Nullable String filter,
    Map<String, Object> attributes,
    Map<String, String> directives) {

  /** Makes a requirement; the maps are copied. */
  public Requirement {
    attributes = AttributeMap.copyOf(attributes);
    directives = Map.copyOf(directives);
  }

  /**
   * Whether the plugin works without it.
   *
   * @return true for {@code resolution:=optional} and {@code resolution:=dynamic}
   */
  public boolean optional() {
    String resolution = directives.get("resolution");
    return "optional".equals(resolution) || "dynamic".equals(resolution);
  }

  /**
   * Whether it counts when the plugin is resolved.
   *
   * @return false where the directive {@code effective} names another moment
   */
  public boolean effectiveAtResolve() {
    String effective = directives.get("effective");
    return effective == null || "resolve".equals(effective);
  }
}
