package dev.latent.container.runtime;

/** How a closed container answers, whatever it is asked for. */
public final class ClosedContainer {

  /** What it says. */
  public static final String MESSAGE = "The container is closed; make a new one.";

  private ClosedContainer() {}

  /**
   * Makes the refusal.
   *
   * @return to be thrown
   */
  public static IllegalStateException refusal() {
    return new IllegalStateException(MESSAGE);
  }
}
