package dev.latent.container.service;

/**
 * Carries services between the container and the service registry of one runtime. Closed before the
 * runtime is.
 */
public interface ServiceBridge extends AutoCloseable {

  /** Stops carrying; the port is not called any more afterwards. Further calls do nothing. */
  @Override
  void close();
}
