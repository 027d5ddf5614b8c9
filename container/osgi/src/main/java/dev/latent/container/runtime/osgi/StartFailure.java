package dev.latent.container.runtime.osgi;

import dev.latent.api.ActivationException;
import dev.latent.api.PluginException;
import dev.latent.api.ResolutionException;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.LinkageDiagnosis;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleException;

/** Explains why a bundle could not be started, with the likely cause and what to do. */
final class StartFailure {

  private final RegisteredPlugin plugin;
  private final Closure closure;
  private final PluginSet plugins;

  /** Explains for a plugin of a closure. */
  StartFailure(RegisteredPlugin plugin, Closure closure, PluginSet plugins) {
    this.plugin = plugin;
    this.closure = closure;
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
    String advice = LinkageDiagnosis.of(cause, plugin, closure.members(), plugins);
    if (advice.isEmpty()) {
      advice = "Look at the cause below.";
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
}
