package dev.latent.api.admin;

import dev.latent.api.PluginId;
import java.util.Optional;

/**
 * Something that is wrong, or may be, with one plugin or the whole set.
 *
 * @param rule the id of the rule that found it, stable, for example {@code manifest.syntax}
 * @param severity how bad it is
 * @param location the jar or directory it was found in, relative to its plugin directory; empty for
 *     the whole set
 * @param plugin the plugin, where it could be identified
 * @param message what is wrong, why, and what to do
 */
public record Problem(
    String rule, Severity severity, String location, Optional<PluginId> plugin, String message) {

  /** How bad a problem is. */
  public enum Severity {
    /** Worth knowing; nothing is lost. */
    NOTICE,
    /** Something may not work as meant. */
    WARNING,
    /** The plugin, or a part of it, can't be used. */
    ERROR
  }
}
