package dev.latent.container.admin;

import dev.latent.api.PluginKind;
import dev.latent.api.admin.Problem;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds module-layer plugins whose plain calls of {@code ServiceLoader.load} find nothing in other
 * plugins, where the host left those calls to the JDK.
 */
final class ServiceLoaderCheck {

  private final PluginSet plugins;

  ServiceLoaderCheck(PluginSet plugins) {
    this.plugins = plugins;
  }

  /**
   * Rule {@code module.service-loader}: one notice for each plugin and type, in reference order.
   */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (RegisteredPlugin plugin : plugins.all()) {
      if (plugin.kind() == PluginKind.LAYER) {
        for (String service : plugin.descriptor().module().uses()) {
          List<String> providers = providers(service, plugin);
          if (!providers.isEmpty()) {
            problems.add(notice(plugin, service, providers));
          }
        }
      }
    }
    return problems;
  }

  private List<String> providers(String service, RegisteredPlugin user) {
    List<String> providers = new ArrayList<>();
    for (Offer offer : plugins.offers(service)) {
      RegisteredPlugin provider = offer.plugin();
      if (provider.kind() == PluginKind.LAYER
          && !provider.equals(user)
          && !providers.contains(provider.id().toString())) {
        providers.add(provider.id().toString());
      }
    }
    return providers;
  }

  private static Problem notice(RegisteredPlugin plugin, String service, List<String> providers) {
    return new Problem(
        "module.service-loader",
        Problem.Severity.NOTICE,
        plugin.reference().location(),
        Optional.of(plugin.id()),
        plugin.id()
            + " uses service "
            + service
            + ", and ServiceLoader.load("
            + service
            + ".class) in it finds nothing of "
            + String.join(", ", providers)
            + ", because latent.serviceloader is false. Set it to true, or let the plugin call"
            + " ServiceLoader.load(getClass().getModule().getLayer(), "
            + service
            + ".class).");
  }
}
