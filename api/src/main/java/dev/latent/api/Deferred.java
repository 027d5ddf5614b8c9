package dev.latent.api;

import java.util.Optional;
import java.util.function.Function;

/**
 * A value that is computed on first use, once, and computed again after a failure.
 *
 * <p>Thread-safe: of several threads that ask at once one computes and the others wait for it; no
 * lock is held while the value is computed.
 *
 * @param <T> the type of the value
 */
public interface Deferred<T> {

  /**
   * Gives the value, computing it if that has not happened yet or failed before.
   *
   * @return the value
   */
  T get();

  /**
   * Gives the value only if it is there already.
   *
   * @return the value, or empty; computes nothing
   */
  Optional<T> peek();

  /**
   * Makes a deferred value out of this one; neither is computed by that.
   *
   * @param <R> the type of the result
   * @param function applied once, to this value, on first use
   * @return the deferred result
   */
  <R> Deferred<R> map(Function<? super T, ? extends R> function);
}
