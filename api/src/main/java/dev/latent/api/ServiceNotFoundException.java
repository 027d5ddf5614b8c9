package dev.latent.api;

import org.jspecify.annotations.Nullable;

/** No plugin offers the service that was asked for. */
public class ServiceNotFoundException extends PluginException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param plugin the plugin that it is about; null where it is about none in particular
   * @param message the whole message
   * @param cause what led to it; null if nothing did
   */
  public ServiceNotFoundException(
      @Nullable PluginId plugin, String message, @Nullable Throwable cause) {
    super(plugin, message, cause);
  }
}
