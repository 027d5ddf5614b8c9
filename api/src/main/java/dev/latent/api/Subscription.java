package dev.latent.api;

/** A listener that was added; closing it removes the listener. Thread-safe. */
public interface Subscription extends AutoCloseable {

  /** Removes the listener; further calls do nothing. */
  @Override
  void close();
}
