package dev.latent.container.activation;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param activation how long a thread waits for an activation on another one
 * @param stop how long the stop code of one plugin may run before it is interrupted
 */
public record ActivationLimits(Duration activation, Duration stop) {

  /** What holds if nobody says otherwise: a minute and ten seconds. */
  public static final ActivationLimits DEFAULT =
      new ActivationLimits(Duration.ofSeconds(60), Duration.ofSeconds(10));
}
