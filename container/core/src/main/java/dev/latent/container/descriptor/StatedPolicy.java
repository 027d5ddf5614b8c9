package dev.latent.container.descriptor;

import dev.latent.api.ActivationPolicy;

/**
 * What the header {@code Latent-Activation} says.
 *
 * @param policy the policy
 * @param reason the reason that the author gives; empty if none
 */
public record StatedPolicy(ActivationPolicy policy, String reason) {}
