package dev.latent.api;

import org.jspecify.annotations.Nullable;

/**
 * A descriptor can't be read: the jar is broken or its metadata is not what the standard asks for.
 */
public class DescriptorException extends PluginException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param plugin the plugin that it is about; null where it is about none in particular
   * @param message the whole message
   * @param cause what led to it; null if nothing did
   */
  public DescriptorException(@Nullable PluginId plugin, String message, @Nullable Throwable cause) {
    super(plugin, message, cause);
  }
}
