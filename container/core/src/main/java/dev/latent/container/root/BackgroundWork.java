package dev.latent.container.root;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginException;
import dev.latent.api.PluginState;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.Activations;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.EffectivePolicy;
import dev.latent.container.knowledge.SettingKeys;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.service.ServiceCatalog;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/** What a container does once the host is ready, on a thread that gives way to everything else. */
@Singleton
final class BackgroundWork {

  private final ContainerOptions options;
  private final PluginSource source;
  private final ServiceCatalog catalog;
  private final Activations activations;
  private final ActivationPolicies policies;
  private final BackgroundThread thread = new BackgroundThread();
  private volatile boolean closed;

  @Inject
  BackgroundWork(
      ContainerOptions options,
      PluginSource source,
      ServiceCatalog catalog,
      Activations activations,
      ActivationPolicies policies) {
    this.options = options;
    this.source = source;
    this.catalog = catalog;
    this.activations = activations;
    this.policies = policies;
  }

  void begin(Settings settings) {
    Executor executor = options.background == null ? thread : options.background;
    executor.execute(source::verifyAll);
    if (settings.flag(SettingKeys.WATCH, true)) {
      executor.execute(source::watch);
    }
    executor.execute(() -> plan(executor));
  }

  /** Queues one piece for each plugin, so that other work gets its turn between two of them. */
  private void plan(Executor executor) {
    for (RegisteredPlugin plugin : catalog.plugins().all()) {
      if (closed) {
        return;
      }
      EffectivePolicy policy = policies.of(plugin);
      if (policy.policy() == ActivationPolicy.BACKGROUND) {
        executor.execute(() -> activate(plugin, policy));
      }
    }
  }

  private void activate(RegisteredPlugin plugin, EffectivePolicy policy) {
    if (closed || activations.status(plugin).state() != PluginState.REGISTERED) {
      return;
    }
    activations.awaitIdle();
    try {
      activations.activate(
          plugin, new ActivationCause("the policy background (" + policy.reason() + ")"));
    } catch (PluginException e) {
      options.notice(String.valueOf(e.getMessage())); // stays visible as a problem of the plugin
    }
  }

  void close() {
    closed = true;
    thread.close();
  }
}
