package dev.latent.container.root;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.Subscription;
import dev.latent.api.spi.FinderChain;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.PluginSetChange;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import java.util.function.Consumer;

/** Where the plugin set comes from. Thread-safe; called with no lock held. */
public interface PluginSource extends AutoCloseable {

  /**
   * The newest set.
   *
   * @return the plugins as they are known now
   */
  PluginSet plugins();

  /**
   * Whether any plugin states that it starts with the container.
   *
   * @return false if none does
   */
  default boolean statesEager() {
    return !plugins().providers(Namespaces.ACTIVATION, ActivationPolicy.EAGER.text()).isEmpty();
  }

  /**
   * Asks all finders again.
   *
   * @return the newest set
   */
  PluginSet refresh();

  /**
   * Makes sure that content is what descriptors were read from.
   *
   * @param plugins the plugins to look at
   * @return the newest set
   */
  PluginSet verify(List<RegisteredPlugin> plugins);

  /**
   * Looks at all content.
   *
   * @return the newest set
   */
  PluginSet verifyAll();

  /**
   * Looks at the content of what could not be used, which no lookup would.
   *
   * @return the newest set
   */
  default PluginSet verifyUnusable() {
    return plugins();
  }

  /**
   * Lets somebody hear of changes.
   *
   * @param listener called with each change, in order
   * @return stops the calls
   */
  Subscription onChange(Consumer<PluginSetChange> listener);

  /**
   * The finders behind it.
   *
   * @return their chain
   * @throws UnsupportedOperationException if there are none
   */
  default FinderChain finders() {
    throw new UnsupportedOperationException(
        "The plugins of this container do not come from finders.");
  }

  /** Begins to watch. */
  void watch();

  @Override
  void close();
}
