package dev.latent.container.root;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.PluginException;
import dev.latent.api.PluginKind;
import dev.latent.api.PluginState;
import dev.latent.api.ResolutionException;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.Activations;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.ActivationPolicies;
import dev.latent.container.knowledge.EffectivePolicy;
import dev.latent.container.knowledge.Setting;
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
  private final RuntimeTable runtimes;
  private final ServiceCatalog catalog;
  private final Activations activations;
  private final ActivationPolicies policies;
  private final BackgroundThread thread = new BackgroundThread();
  private volatile boolean closed;

  @Inject
  BackgroundWork(
      ContainerOptions options,
      PluginSource source,
      RuntimeTable runtimes,
      ServiceCatalog catalog,
      Activations activations,
      ActivationPolicies policies) {
    this.options = options;
    this.source = source;
    this.runtimes = runtimes;
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
    if (bootsFramework(settings)) {
      executor.execute(this::boot);
    }
    executor.execute(() -> plan(executor));
    executor.execute(this::prepareReference);
  }

  private void prepareReference() {
    activations.awaitIdle();
    if (!closed) {
      try {
        runtimes.prepareReference();
      } catch (RuntimeException e) {
        options.notice(String.valueOf(e.getMessage())); // a lookup that needs it tries again
      }
    }
  }

  private static boolean bootsFramework(Settings settings) {
    Setting when = settings.find(SettingKeys.FRAMEWORK_BOOT);
    if (when == null || when.value().equals("need")) {
      return false;
    }
    if (when.value().equals("background")) {
      return true;
    }
    throw new IllegalArgumentException(
        when.describe()
            + " does not say when the framework boots. Use need (with the first activation of a"
            + " bundle, the default) or background (after ready).");
  }

  private void boot() {
    if (closed) {
      return;
    }
    activations.awaitIdle();
    try {
      runtimes.runtime(PluginKind.BUNDLE).boot();
    } catch (ResolutionException e) {
      options.notice(
          "There is no framework to boot in the background: none is on the path of the host, or"
              + " latent.framework is 'none'.");
    } catch (IllegalStateException e) {
      options.notice("The framework was not booted in the background: " + e.getMessage());
    }
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
