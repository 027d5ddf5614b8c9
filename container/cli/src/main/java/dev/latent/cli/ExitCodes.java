package dev.latent.cli;

/** What the command says to the shell; documented in {@code docs/cli.md}. */
final class ExitCodes {

  /** Done as asked. */
  static final int OK = 0;

  /** Asked for something that is not there, or that failed: no such plugin, no such service. */
  static final int FAILED = 1;

  /** The command line can't be read; nothing was done. */
  static final int USAGE = 2;

  /** {@code check} found at least one error. */
  static final int PROBLEMS = 3;

  private ExitCodes() {}
}
