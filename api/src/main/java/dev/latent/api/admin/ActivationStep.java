package dev.latent.api.admin;

/**
 * One step of an activation with its cost.
 *
 * @param name the step: {@code find}, {@code read}, {@code resolve}, {@code define}, {@code link},
 *     {@code init} or {@code start}
 * @param wallNanos time on the clock, in nanoseconds
 * @param cpuNanos CPU time of the activating thread, in nanoseconds; -1 where it can't be had
 */
public record ActivationStep(String name, long wallNanos, long cpuNanos) {}
