package dev.latent.demo.terminal;

import org.jspecify.annotations.Nullable;

/** A command can't be run as it was given; the message is all that the user sees. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  UsageException(int exitCode, String message) {
    this(exitCode, message, null);
  }

  UsageException(int exitCode, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
