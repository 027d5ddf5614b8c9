package dev.latent.container.knowledge;

import dev.latent.api.PluginKind;
import dev.latent.container.descriptor.PluginDescriptor;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;

/** Tells which parts of a plugin never run here, because nothing here runs such parts. */
public final class IdleParts {

  private IdleParts() {}

  /**
   * What never runs and what to do about it.
   *
   * @param plugin a plugin
   * @param plugins its set
   * @return a part of a sentence, to follow the name of the plugin; empty if all of it runs
   */
  public static String of(RegisteredPlugin plugin, PluginSet plugins) {
    if (ComponentRuntimes.missing(plugin, plugins)) {
      return "has components and " + ComponentRuntimes.needed();
    }
    PluginDescriptor descriptor = plugin.descriptor();
    if (plugin.kind() != PluginKind.LAYER || !descriptor.bundle() || providesAsModule(descriptor)) {
      return "";
    }
    String activator = descriptor.headers().get("Bundle-Activator");
    String parts = activator == null ? "" : "its activator " + activator.trim();
    if (!descriptor.components().isEmpty()) {
      parts += (parts.isEmpty() ? "its " : " and its ") + "components";
    }
    return parts.isEmpty()
        ? ""
        : "is a bundle that runs as a module layer here, so that "
            + parts
            + (descriptor.components().isEmpty() ? " never runs" : " never run")
            + ": let the host bring an OSGi framework (for example Apache Felix,"
            + " org.apache.felix.framework), or choose one with latent.framework";
  }

  /**
   * Whether the author may not know of it: the plugin is a bundle and was never meant to be a
   * module.
   *
   * @param plugin a plugin with such parts
   * @return false where it has a module descriptor of its own and runs as a module
   */
  public static boolean isUnexpected(RegisteredPlugin plugin) {
    return plugin.kind() == PluginKind.BUNDLE || plugin.descriptor().module().automatic();
  }

  /** Whether the author made a module of it as well, which does without the parts of a bundle. */
  private static boolean providesAsModule(PluginDescriptor descriptor) {
    return !descriptor.module().automatic() && !descriptor.offers(PluginKind.LAYER).isEmpty();
  }
}
