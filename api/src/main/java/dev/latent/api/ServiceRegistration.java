package dev.latent.api;

import java.util.Map;

/** A service that the host or a plugin offers; closing it withdraws the service. Thread-safe. */
public interface ServiceRegistration extends AutoCloseable {

  /**
   * Replaces the attributes; listeners see {@link ServiceChange.Kind#MODIFIED}.
   *
   * @param attributes the new attributes
   * @throws IllegalStateException if the service was withdrawn
   */
  void attributes(Map<String, ?> attributes);

  /** Withdraws the service; further calls do nothing. */
  @Override
  void close();
}
