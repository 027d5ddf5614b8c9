package dev.latent.container.activation;

import dev.latent.api.PluginKind;
import dev.latent.api.PluginServices;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.WaitGraph;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What activation needs of the steps around it. Thread-safe; called with no lock held. */
public interface ActivationEnvironment {

  /**
   * Whether a plugin must not be activated at all.
   *
   * @param plugin the plugin
   * @return the reason, to follow "is"; null if it may be
   */
  default @Nullable String refusal(RegisteredPlugin plugin) {
    return null;
  }

  /**
   * Makes sure that the content of plugins is what their descriptors were read from. Where it is
   * not, the change is in force when this returns, and plugins whose content changed have left.
   *
   * @param plugins the plugins; nothing of them is being activated by this thread
   */
  default void verify(List<RegisteredPlugin> plugins) {}

  /** Tells that a policy was changed, so that what follows from policies is found again. */
  default void policyChanged() {}

  /**
   * Who does what and waits for whom; the same that runtimes are given.
   *
   * @return the graph of this container
   */
  WaitGraph waits();

  /**
   * What a plugin needs.
   *
   * @param plugin the plugin
   * @return its closure; what is missing makes the activation fail
   */
  Closure closure(RegisteredPlugin plugin);

  /**
   * The runtime of a kind of plugin, made on first call.
   *
   * @param kind the kind
   * @return the runtime
   * @throws dev.latent.api.PluginException if there is none here; the message says what to do
   */
  PluginRuntime runtime(PluginKind kind);

  /**
   * The lookup on behalf of a plugin.
   *
   * @param plugin the plugin
   * @return services as it sees them
   */
  PluginServices services(RegisteredPlugin plugin);

  /**
   * The data directory of a plugin, created by this call.
   *
   * @param plugin the plugin
   * @return an existing directory
   */
  Path dataDirectory(RegisteredPlugin plugin);
}
