package dev.latent.container.runtime;

import dev.latent.api.PluginKind;
import dev.latent.api.Warmth;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.HostCapabilities;
import dev.latent.container.resolve.ReferenceWiring;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Prepares and runs plugins of one kind. Making one starts nothing: a framework boots on the first
 * call that needs it.
 *
 * <p>Thread-safe. The caller holds no lock when it calls, and sees to it that one plugin is
 * activated, stopped or discarded by one thread at a time.
 */
public interface PluginRuntime {

  /**
   * The kind of plugin that it runs.
   *
   * @return the kind
   */
  PluginKind kind();

  /**
   * Names the runtime for people.
   *
   * @return for example {@code Apache Felix 7.0.5} or {@code module layers}
   */
  String description();

  /**
   * What the host and the JVM give to plugins of this kind. Starts nothing.
   *
   * @return capabilities for the resolver
   */
  default HostCapabilities hostCapabilities() {
    return HostCapabilities.NONE;
  }

  /**
   * Starts what all plugins of this kind need, such as a framework, and no plugin; waits for
   * another thread that is at it. Further calls do nothing.
   *
   * @throws RuntimeException if it can't be started; the first activation tries again
   */
  default void boot() {}

  /**
   * How the plugins of a set are wired in the reference run. Computed by the first call for a set,
   * which may take a second for a thousand plugins; others wait for it.
   *
   * @param set a plugin set
   * @return the wiring; null if there is none for this kind, or if a hook that is not the
   *     container's decides about wires
   */
  default @Nullable ReferenceWiring referenceWiring(PluginSet set) {
    return null;
  }

  /**
   * Computes what {@link #referenceWiring} gives, where that can be done without starting anything.
   * Called in idle time.
   *
   * @param set a plugin set
   */
  default void prepareReference(PluginSet set) {}

  /**
   * Says that another plugin set is in force. Called on the thread that made the change, after what
   * left was discarded.
   *
   * @param set the set that {@link RuntimeEnvironment#plugins()} gives from now on
   */
  default void changed(PluginSet set) {}

  /**
   * Prepares the code of a plugin up to a level, or as far as can be done unseen, running none of
   * it. May run while another thread activates the plugin, which then goes on without it.
   *
   * @param preparation what to do
   * @return how far the plugin is prepared now
   */
  Warmth prepare(Preparation preparation);

  /**
   * Takes preparation back, and that of plugins that rely on it. Waits for nobody: a preparation
   * that is under way on another thread comes to nothing.
   *
   * @param plugin the plugin; if it is active, nothing is done
   * @param level the level to fall to
   * @return the level it has now
   */
  Warmth discard(RegisteredPlugin plugin, Warmth level);

  /**
   * Activates a plugin: runs its code for the first time, on this thread. Members of the closure
   * that must run first are activated through the request.
   *
   * @param request the plugin, its closure and what it may ask of the container
   * @return the running plugin
   * @throws dev.latent.api.PluginException if it can't be; nothing of the plugin is left half done
   *     then
   */
  RunningPlugin activate(ActivationRequest request);

  /**
   * Stops what is left running and frees all that the runtime holds; further calls of any method
   * but this one fail.
   *
   * @param limit how long to wait in all
   */
  void close(Duration limit);
}
