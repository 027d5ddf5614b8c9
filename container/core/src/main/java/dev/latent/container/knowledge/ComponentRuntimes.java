package dev.latent.container.knowledge;

import dev.latent.api.PluginKind;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;

/** Tells whether there is anything that makes the components of bundles. */
public final class ComponentRuntimes {

  private static final String EXTENDER = "osgi.component";

  private ComponentRuntimes() {}

  /**
   * Whether a plugin has components and no plugin of its set would make them.
   *
   * @param plugin a plugin
   * @param plugins its set; not asked where the plugin has no components
   * @return true if its components never run
   */
  public static boolean missing(RegisteredPlugin plugin, PluginSet plugins) {
    return plugin.kind() == PluginKind.BUNDLE
        && !plugin.descriptor().components().isEmpty()
        && plugins.providers(Namespaces.EXTENDER, EXTENDER).isEmpty();
  }

  /**
   * Says what is missing and what to do, after the name of the plugin.
   *
   * @return a part of a sentence that begins with a verb and has no full stop
   */
  public static String needed() {
    return "needs Declarative Services, which no plugin here brings: put a component runtime (for"
        + " example Apache Felix SCR, org.apache.felix.scr) into the plugin directory";
  }
}
