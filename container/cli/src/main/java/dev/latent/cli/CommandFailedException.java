package dev.latent.cli;

/** A command that can't do what it was asked to; the message is all that the user needs. */
final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CommandFailedException(String message) {
    super(message);
  }
}
