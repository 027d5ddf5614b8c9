package dev.latent.api.admin;

import dev.latent.api.PluginId;
import dev.latent.api.PluginState;
import java.time.Instant;

/**
 * One change of a plugin's state.
 *
 * @param plugin the plugin
 * @param from the state before
 * @param to the state after
 * @param cause why, in words, for example {@code lookup of acme.Renderer by the host}
 * @param thread the name of the thread that made the change
 * @param at when, by the wall clock
 */
public record PluginTransition(
    PluginId plugin, PluginState from, PluginState to, String cause, String thread, Instant at) {}
