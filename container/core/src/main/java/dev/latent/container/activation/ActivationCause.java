package dev.latent.container.activation;

/**
 * Why somebody wants a plugin to be active.
 *
 * @param request who needs it and for what, in words, for example {@code lookup of acme.Renderer by
 *     the host at com.acme.Main.main(Main.java:12)}
 */
public record ActivationCause(String request) {}
