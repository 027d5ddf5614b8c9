package dev.latent.api;

/**
 * One change of what is offered.
 *
 * @param <T> the service type
 * @param kind what happened
 * @param handle the service that it happened to
 */
public record ServiceChange<T>(Kind kind, ServiceHandle<T> handle) {

  /** What happened to a service. */
  public enum Kind {
    /** It is offered now and was not before. */
    ADDED,
    /** Its attributes changed. */
    MODIFIED,
    /** It is no longer offered. */
    REMOVED
  }
}
