package dev.latent.container.knowledge;

/** Where settings come from; an earlier one wins over a later one. */
public enum SettingSource {
  /** The host's code or an operator, through the API. */
  API,
  /** A system property of the JVM. */
  SYSTEM_PROPERTY,
  /** An environment variable. */
  ENVIRONMENT,
  /** The file {@code latent.properties}. */
  FILE,
  /** A header of the plugin itself. */
  HEADER,
  /** Nobody: the container concluded it. */
  AUTO
}
