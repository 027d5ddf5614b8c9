package dev.latent.demo.terminal;

/** What the demo ends with. */
final class ExitCodes {

  static final int DONE = 0;

  /** The action, or the activation of its plugin, failed. */
  static final int FAILED = 1;

  /** The command line can't be understood. */
  static final int USAGE = 2;

  /** No action fits, or several do. */
  static final int NO_SINGLE_ACTION = 3;

  /** A file, a port or the plugins are not there. */
  static final int NOT_THERE = 4;

  private ExitCodes() {}
}
