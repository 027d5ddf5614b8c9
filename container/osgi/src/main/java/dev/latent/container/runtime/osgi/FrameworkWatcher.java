package dev.latent.container.runtime.osgi;

/** Told when a framework comes to life and before it goes. */
public interface FrameworkWatcher {

  /**
   * The framework is up and no bundle of a plugin has started yet. What this throws fails the boot.
   *
   * @param framework the framework
   */
  void booted(BootedFramework framework);

  /**
   * The framework can be used now, by plugins too. Called on the thread whose need booted it,
   * before that need is met; other threads do not wait for it.
   */
  default void ready() {}

  /**
   * The framework is about to stop; all plugins were stopped before. Called on a thread that is
   * given up where this does not return, no lock held.
   */
  void closing();
}
