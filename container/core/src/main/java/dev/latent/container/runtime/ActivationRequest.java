package dev.latent.container.runtime;

import dev.latent.api.PluginServices;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import java.nio.file.Path;

/** What a runtime is given to activate one plugin. Used by one thread. */
public interface ActivationRequest {

  /**
   * The plugin and what it needs.
   *
   * @return the closure, nothing missing
   */
  Closure closure();

  /**
   * The plugin to activate.
   *
   * @return {@code closure().plugin()}
   */
  default RegisteredPlugin plugin() {
    return closure().plugin();
  }

  /**
   * Activates another plugin first, because this one can't run without it. Circles are answered: a
   * plugin that is being activated by this chain already is left as it is.
   *
   * @param needed the other plugin
   * @param reason why, in words, for example {@code acme.report requires its activator}
   * @throws dev.latent.api.ActivationException if that fails
   */
  void activateFirst(RegisteredPlugin needed, String reason);

  /**
   * The lookup on behalf of the plugin.
   *
   * @return services as this plugin sees them
   */
  PluginServices services();

  /**
   * The plugin's data directory, created by this call.
   *
   * @return an existing directory
   */
  Path dataDirectory();

  /**
   * Tells the class loader of the plugin as soon as there is one. It is the context class loader of
   * this thread from then until the activation is over.
   *
   * @param loader the plugin's loader
   */
  default void loader(ClassLoader loader) {}

  /**
   * The clock of the activation's steps.
   *
   * @return the timer
   */
  StepTimer timer();

  /**
   * Tells that the running plugin can answer for services before its activation is complete, so
   * that a circular lookup can be answered with what it registered already.
   *
   * @param running the plugin as it is so far
   */
  void early(RunningPlugin running);
}
