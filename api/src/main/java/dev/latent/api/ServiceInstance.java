package dev.latent.api;

/**
 * An instance of a service that its user gives back.
 *
 * @param <T> the service type
 */
public interface ServiceInstance<T> extends AutoCloseable {

  /**
   * The instance.
   *
   * @return the service object
   */
  T get();

  /** Gives it back; further calls do nothing. */
  @Override
  void close();
}
