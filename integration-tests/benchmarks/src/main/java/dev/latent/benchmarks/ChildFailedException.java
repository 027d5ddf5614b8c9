package dev.latent.benchmarks;

/** A child JVM did not get to the end; the message says how far it came. */
final class ChildFailedException extends Exception {

  private static final long serialVersionUID = 1;

  ChildFailedException(String message) {
    super(message);
  }
}
