package dev.latent.container.finder;

import java.util.List;

/**
 * One change of the plugin set. Immutable.
 *
 * @param before the set as it was
 * @param after the set as it is
 * @param added plugins that were not there, in reference order
 * @param removed plugins that are not there any more, in reference order
 * @param replaced plugins whose content changed, in reference order
 * @param reason what led to it, in words
 */
public record PluginSetChange(
    PluginSet before,
    PluginSet after,
    List<RegisteredPlugin> added,
    List<RegisteredPlugin> removed,
    List<Replacement> replaced,
    String reason) {

  /** Makes a change; lists are copied. */
  public PluginSetChange {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    replaced = List.copyOf(replaced);
  }

  @Override
  public String toString() {
    return reason;
  }

  /**
   * A plugin whose content changed in its place; the id may have changed with it.
   *
   * @param before the plugin as it was
   * @param after the plugin as it is
   */
  public record Replacement(RegisteredPlugin before, RegisteredPlugin after) {}
}
