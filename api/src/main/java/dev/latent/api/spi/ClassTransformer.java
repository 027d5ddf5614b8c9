package dev.latent.api.spi;

import dev.latent.api.PluginId;
import org.jspecify.annotations.Nullable;

/**
 * Changes classes of module-layer plugins as they are defined, as a {@code WeavingHook} does for
 * bundles. Transformers run in the order in which they were added.
 *
 * <p>Called on the thread that loads the class, with no lock of the container held.
 */
@FunctionalInterface
public interface ClassTransformer {

  /**
   * Changes one class.
   *
   * @param plugin the plugin that the class belongs to
   * @param className its binary name
   * @param classBytes its bytes as read, or as the transformer before gave them; not to be modified
   * @return the new bytes, or null to leave them
   */
  byte @Nullable [] transform(PluginId plugin, String className, byte[] classBytes);
}
