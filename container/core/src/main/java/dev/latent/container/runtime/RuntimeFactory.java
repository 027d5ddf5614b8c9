package dev.latent.container.runtime;

/**
 * Makes a runtime. Runtimes that come in artefacts of their own have a public class of this type
 * with a public constructor without parameters, found by its name, so that a host without them has
 * none of their classes.
 */
public interface RuntimeFactory {

  /**
   * Whether what the runtime needs is on the path. Loads none of it.
   *
   * @param loader the loader of the host
   * @param framework the framework that the host chose: {@code felix}, {@code equinox}, or empty
   *     for any
   * @return true if {@link #create} can work
   */
  boolean available(ClassLoader loader, String framework);

  /**
   * Makes the runtime; boots no framework.
   *
   * @param environment what it may use of the container
   * @return the runtime
   */
  PluginRuntime create(RuntimeEnvironment environment);
}
