package dev.latent.demo.workbench;

import dev.latent.api.PluginId;
import dev.latent.api.ServiceHandle;
import dev.latent.demo.api.DocumentAction;
import java.util.List;

/**
 * An action as its descriptor tells it; its plugin need not be active, and reading this activates
 * nothing.
 *
 * @param id a short, unique name
 * @param label what a user reads
 * @param group the heading that it stands under
 * @param from the media types that it takes
 * @param to the media type that it gives
 * @param options what a user may set
 * @param library the library that does the work
 * @param preferred whether it is meant to be taken where several do the same and none is named
 * @param plugin the plugin that offers it
 * @param handle the service behind it
 */
public record Action(
    String id,
    String label,
    String group,
    List<String> from,
    String to,
    List<ActionOption> options,
    String library,
    boolean preferred,
    PluginId plugin,
    ServiceHandle<DocumentAction> handle) {

  /**
   * Whether it takes documents of a type.
   *
   * @param mediaType the type
   * @return whether it does
   */
  public boolean takes(String mediaType) {
    return closeness(mediaType) > 0;
  }

  /**
   * How much it is made for a type.
   *
   * @param mediaType the type
   * @return 3 where it names the type, 2 where it takes it among those of its kind (all texts, all
   *     pictures), 1 where it takes everything, 0 where it does not take it
   */
  public int closeness(String mediaType) {
    int best = 0;
    for (String pattern : from) {
      if (pattern.equals(mediaType)) {
        return 3;
      }
      if (MediaTypes.matches(pattern, mediaType)) {
        best = Math.max(best, pattern.startsWith("*") ? 1 : 2);
      }
    }
    return best;
  }

  /**
   * Whether it names a type, and does not just take it among all texts.
   *
   * @param mediaType the type
   * @return whether it does
   */
  public boolean takesByName(String mediaType) {
    return closeness(mediaType) == 3;
  }
}
