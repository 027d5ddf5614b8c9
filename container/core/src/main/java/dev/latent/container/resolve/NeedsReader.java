package dev.latent.container.resolve;

import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;

/** Tells what a plugin needs when it runs as one kind, and who has it. Thread-safe. */
interface NeedsReader {

  /**
   * Reads the needs of one plugin.
   *
   * @param set where candidates come from
   * @param plugin the plugin
   * @return its needs, in the order of its descriptor
   */
  List<Need> needs(PluginSet set, RegisteredPlugin plugin);

  /**
   * Tells what of the host comes near to something that is missing.
   *
   * @param need what is missing
   * @return words for a message
   */
  default List<String> nearestOfHost(Need need) {
    return List.of();
  }
}
