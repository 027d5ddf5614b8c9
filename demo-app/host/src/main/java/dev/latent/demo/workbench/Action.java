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
    PluginId plugin,
    ServiceHandle<DocumentAction> handle) {

  /**
   * Whether it takes documents of a type.
   *
   * @param mediaType the type
   * @return whether it does
   */
  public boolean takes(String mediaType) {
    for (String pattern : from) {
      if (MediaTypes.matches(pattern, mediaType)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether it names a type, and does not just take it among all texts.
   *
   * @param mediaType the type
   * @return whether it does
   */
  public boolean takesByName(String mediaType) {
    return from.contains(mediaType);
  }
}
