package dev.latent.container.activation;

import dev.latent.container.runtime.RunningPlugin;

/**
 * What asking for an activation gave.
 *
 * @param running the plugin
 * @param complete false if it answers a circle: the plugin is as far as it told of itself early
 */
public record ActivationResult(RunningPlugin running, boolean complete) {}
