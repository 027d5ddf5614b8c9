package dev.latent.container.runtime.osgi;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginException;
import dev.latent.api.ResolutionException;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;

/** Explains why a bundle could not be started, with the likely cause and what to do. */
final class StartFailure {

  private static final int NEAREST = 20;

  private final RegisteredPlugin plugin;
  private final PluginSet plugins;

  StartFailure(RegisteredPlugin plugin, PluginSet plugins) {
    this.plugin = plugin;
    this.plugins = plugins;
  }

  /** What a framework's refusal means. */
  PluginException explain(BundleException e) {
    Throwable cause = e.getCause();
    if (cause instanceof PluginException told) {
      return told;
    }
    if (e.getType() == BundleException.RESOLVE_ERROR) {
      return new ResolutionException(
          plugin.id(),
          "Plugin "
              + plugin.id()
              + " can't be resolved: "
              + Words.oneLine(String.valueOf(e.getMessage()))
              + " Put what is missing into a plugin directory, or let the host export it.",
          e);
    }
    if (cause == null || cause.equals(e)) {
      return new ActivationException(
          plugin.id(),
          "Plugin "
              + plugin.id()
              + " could not be started: "
              + Words.oneLine(String.valueOf(e.getMessage())),
          e);
    }
    // Equinox wraps what the activator threw in an exception of its own.
    while (cause instanceof BundleException inner
        && inner.getCause() != null
        && !inner.getCause().equals(inner)) {
      cause = inner.getCause();
    }
    return explain(cause);
  }

  /** What something thrown by the plugin's own code means. */
  ActivationException explain(Throwable thrown) {
    Throwable cause = thrown;
    String code = "Its activator " + activator();
    if (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
      cause = cause.getCause();
      code = "A static initialiser that its activator " + activator() + " runs";
    }
    String advice = "Look at the cause below; the next lookup tries again.";
    if (cause instanceof UnsupportedClassVersionError) {
      advice =
          "Its classes were compiled for a newer Java than "
              + Runtime.version().feature()
              + ". Run the host on that Java, or use an older version of the plugin.";
    } else if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
      advice = missing(String.valueOf(cause.getMessage()));
    } else if (cause instanceof LinkageError) {
      advice =
          "The plugin was compiled against another version of what it uses. Compare the versions"
              + " that it imports with those that are there.";
    }
    return new ActivationException(
        plugin.id(),
        "Plugin "
            + plugin.id()
            + " could not be activated. "
            + code
            + " threw "
            + Words.oneLine(cause.toString())
            + " "
            + advice,
        cause);
  }

  private String activator() {
    @Nullable String name = plugin.descriptor().headers().get("Bundle-Activator");
    return name == null ? "(none declared)" : name.trim();
  }

  /** Says where a missing class could come from. */
  private String missing(String message) {
    String className = message.replace('/', '.').split("[ :]", 2)[0];
    int dot = className.lastIndexOf('.');
    String packageName = dot < 0 ? "" : className.substring(0, dot);
    StringBuilder found = new StringBuilder();
    int count = 0;
    for (RegisteredPlugin exporter : plugins.providers(Namespaces.PACKAGE, packageName)) {
      for (Capability capability : exporter.descriptor().capabilities()) {
        if (count < NEAREST
            && Namespaces.PACKAGE.equals(capability.namespace())
            && packageName.equals(capability.attributes().get(Namespaces.PACKAGE))) {
          found.append(count++ == 0 ? "" : ", ").append(exporter.id());
        }
      }
    }
    return count == 0
        ? "No plugin exports package "
            + packageName
            + ". Put the jar that has it into a plugin directory, or let the host export it."
        : "The plugin does not import package "
            + packageName
            + ", or is not wired to it. Exported by: "
            + found
            + ". Add it to the plugin's Import-Package.";
  }
}
