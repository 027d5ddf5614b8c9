package dev.latent.container.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Something that one thread does for a plugin and that others may wait for: an activation, a stop,
 * the making of a service. Thread-safe.
 */
public interface Work {

  /**
   * Who does it.
   *
   * @return the thread
   */
  Thread owner();

  /**
   * What the thread was doing when it began this.
   *
   * @return the work around it, on whatever thread; null if there is none
   */
  @Nullable Work outer();

  /**
   * Names it.
   *
   * @return what is done, for a sentence: {@code activation of acme.pdf 2.1.0}
   */
  String name();

  /**
   * Says who does it and why, as one line of a chain.
   *
   * @return for example {@code acme.pdf 2.1.0, by thread 'main', for a lookup of acme.Renderer}
   */
  String line();
}
