package dev.latent.container.root;

import java.util.concurrent.TimeUnit;

/**
 * Tells from what is seen now and then whether work that can wait may begin: when nothing was
 * activated or stopped for a while, or, where that never happens, after a longer time. Used by one
 * thread; knows no clock.
 */
final class QuietMoment {

  /** How long nothing must have happened. */
  static final long QUIET_MILLIS = 250;

  /**
   * When to begin in any case: what is to be done in the background must not be put off forever.
   */
  static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(10);

  private final long begun;
  private long quietSince;
  private long activity;

  /**
   * Begins to look.
   *
   * @param now the time, in milliseconds of any clock
   * @param activity how much happened so far, a number that grows
   */
  QuietMoment(long now, long activity) {
    this.begun = now;
    this.quietSince = now;
    this.activity = activity;
  }

  /**
   * Looks again.
   *
   * @param now the time
   * @param happened how much happened so far
   * @param busy whether something is happening now
   * @return how many milliseconds later to look again; 0 if this is the moment
   */
  long millisLeft(long now, long happened, boolean busy) {
    if (busy || happened != activity) {
      activity = happened;
      quietSince = now;
    }
    return Math.max(0, Math.min(quietSince + QUIET_MILLIS, begun + LONGEST_MILLIS) - now);
  }
}
