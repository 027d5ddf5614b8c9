package dev.latent.container.service.osgi;

import dev.latent.api.PluginKind;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.service.ServicePort;
import java.util.List;

/**
 * The activations that a thread is a part of. What they have not registered yet can't be got there,
 * as it could not in a framework in which that plugin is just being started. Immutable.
 */
final class Around {

  private static final String COMPONENT_RUNTIME = "osgi.component";
  private static final Around NOTHING = new Around(List.of(), false);

  private final List<RegisteredPlugin> plugins;
  private final boolean componentRuntime;

  private Around(List<RegisteredPlugin> plugins, boolean componentRuntime) {
    this.plugins = plugins;
    this.componentRuntime = componentRuntime;
  }

  /** Those around the current thread. */
  static Around of(ServicePort port) {
    List<RegisteredPlugin> plugins = port.around();
    if (plugins.isEmpty()) {
      return NOTHING;
    }
    boolean runtime = false;
    for (RegisteredPlugin plugin : plugins) {
      runtime |= runsComponents(plugin, port);
    }
    return new Around(plugins, runtime);
  }

  /** Whether a plugin registers the components of others. */
  static boolean runsComponents(RegisteredPlugin plugin, ServicePort port) {
    return port.plugins().providers(Namespaces.EXTENDER, COMPONENT_RUNTIME).contains(plugin);
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return plugins.isEmpty();
  }

  /** Whether a service is registered by one of them, by its own plugin or the component runtime. */
  boolean includes(Placeholder placeholder) {
    RegisteredPlugin plugin = placeholder.service().plugin();
    Offer offer = placeholder.service().offer();
    return !plugins.isEmpty()
        && plugin != null
        && offer != null
        && plugin.kind() == PluginKind.BUNDLE
        && (plugins.contains(plugin) || (componentRuntime && offer.component()));
  }
}
