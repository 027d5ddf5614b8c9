package dev.latent.container.runtime.layer;

import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;

/**
 * The module layer of one plugin: a module, its class loader and its files. Making one defines no
 * class and opens no file.
 *
 * @param plugin the plugin
 * @param controller the layer, and the right to open packages of its module
 * @param module the module
 * @param loader its class loader
 * @param files its files
 * @param parents the layers of the plugins that it needs
 */
record PluginLayer(
    RegisteredPlugin plugin,
    ModuleLayer.Controller controller,
    Module module,
    PluginClassLoader loader,
    PluginFiles files,
    List<PluginLayer> parents) {

  /** One object stands for one layer. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "layer of " + plugin.id();
  }
}
