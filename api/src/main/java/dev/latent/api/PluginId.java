package dev.latent.api;

import java.util.Objects;

/**
 * The identity of a plugin: its name and version, whatever its kind. The name is a bundle's
 * symbolic name or a module's name.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name the symbolic name or module name, never empty
 * @param version the version; {@link PluginVersion#NONE} where none is stated
 */
public record PluginId(String name, PluginVersion version) implements Comparable<PluginId> {

  /**
   * Makes an id.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public PluginId {
    Objects.requireNonNull(version, "version");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A plugin needs a name; got an empty one.");
    }
  }

  /**
   * Reads an id of the form {@code name} or {@code name:version}.
   *
   * @param text the text
   * @return the id
   * @throws IllegalArgumentException if the name is empty or the version is none
   */
  public static PluginId parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new PluginId(text, PluginVersion.NONE)
        : new PluginId(text.substring(0, colon), PluginVersion.parse(text.substring(colon + 1)));
  }

  @Override
  public int compareTo(PluginId other) {
    int order = name.compareTo(other.name);
    return order == 0 ? version.compareTo(other.version) : order;
  }

  /** The form that messages use: {@code acme.pdf 2.1.0}. */
  @Override
  public String toString() {
    return name + " " + version;
  }
}
