package dev.latent.api;

import org.jspecify.annotations.Nullable;

/** The requirements of a plugin can't be met by the plugins at hand. */
public class ResolutionException extends PluginException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param plugin the plugin that it is about; null where it is about none in particular
   * @param message the whole message
   * @param cause what led to it; null if nothing did
   */
  public ResolutionException(@Nullable PluginId plugin, String message, @Nullable Throwable cause) {
    super(plugin, message, cause);
  }
}
