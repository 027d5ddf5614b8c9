package dev.latent.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Base of all that Latent throws about plugins. The message says what failed and for which plugin,
 * why, who asked for it, and what to do.
 */
public abstract class PluginException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable PluginId plugin;

  /**
   * Makes an exception.
   *
   * @param plugin the plugin that it is about; null where it is about none in particular
   * @param message the whole message
   * @param cause what led to it; null if nothing did
   */
  protected PluginException(@Nullable PluginId plugin, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.plugin = plugin;
  }

  /**
   * The plugin that it is about.
   *
   * @return the id, or empty where it is about none in particular
   */
  public final Optional<PluginId> plugin() {
    return Optional.ofNullable(plugin);
  }
}
