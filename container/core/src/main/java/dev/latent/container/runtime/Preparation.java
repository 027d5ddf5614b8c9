package dev.latent.container.runtime;

import dev.latent.api.Warmth;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import java.util.List;

/** What a runtime is given to prepare one plugin early. Used by one thread. */
public interface Preparation {

  /**
   * The plugin and what it needs.
   *
   * @return the closure; something may be missing, then no more than {@link Warmth#READ} is reached
   */
  Closure closure();

  /**
   * The plugin to prepare.
   *
   * @return {@code closure().plugin()}
   */
  default RegisteredPlugin plugin() {
    return closure().plugin();
  }

  /**
   * How far to go.
   *
   * @return the level
   */
  Warmth level();

  /**
   * The classes that an activation is known to load from the plugin itself. No others may be
   * defined early: a hook that comes after the activation would have seen them.
   *
   * @return binary names in the order of loading; empty if nothing is known
   */
  List<String> classes();

  /**
   * Whether to go on; asked between any two pieces of work. What is half done when this says no
   * stays if it can't be told from outside, else it is taken back.
   *
   * @return false if somebody waits, or if a change made the preparation wrong
   */
  boolean goOn();

  /**
   * Tells how many bytes were read into memory.
   *
   * @param count bytes
   */
  void read(long count);
}
