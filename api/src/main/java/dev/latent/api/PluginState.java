package dev.latent.api;

/**
 * Where a plugin is in its life. One state machine serves every {@link PluginKind}; how far code
 * was prepared is not a state but a {@link Warmth}.
 */
public enum PluginState {
  /** Known from its descriptor; none of its code has run, or it was stopped again. */
  REGISTERED,
  /** Its code runs for the first time, on some thread. */
  ACTIVATING,
  /** Activated; its services can be had. */
  ACTIVE,
  /** Being stopped. */
  STOPPING,
  /** Its last activation failed; its offers are withdrawn until the next try. */
  FAILED,
  /** Failed too often; not tried again until an operator releases it. */
  QUARANTINED,
  /** Switched off by policy or by an operator; it offers nothing. */
  DISABLED,
  /** Gone for good from the container. */
  UNREGISTERED
}
