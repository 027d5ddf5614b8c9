package dev.latent.container.runtime.osgi;

import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.osgi.framework.hooks.weaving.WovenClassListener;

/**
 * Hears what weaving hooks let classes import, before the classes are defined. Called for woven
 * classes only, on the thread that loads one, which holds the lock of that class in its own loader
 * and none of ours. Thread-safe.
 */
final class WovenImports implements WovenClassListener {

  private final Supplier<PluginSet> plugins;
  private final InstalledBundles bundles;
  private final PackageCatalogue catalogue;

  WovenImports(Supplier<PluginSet> plugins, InstalledBundles bundles, PackageCatalogue catalogue) {
    this.plugins = plugins;
    this.bundles = bundles;
    this.catalogue = catalogue;
  }

  @Override
  public void modified(WovenClass wovenClass) {
    List<String> imports = wovenClass.getDynamicImports();
    if (wovenClass.getState() == WovenClass.TRANSFORMED && !imports.isEmpty()) {
      RegisteredPlugin plugin = bundles.pluginOf(wovenClass.getBundleWiring().getBundle());
      if (plugin != null) {
        catalogue.weave(plugins.get(), plugin, List.copyOf(imports));
      }
    }
  }
}
