package dev.latent.container.root;

import dev.latent.api.PluginException;
import dev.latent.api.PluginServices;
import dev.latent.api.admin.PluginAdmin;
import dev.latent.api.admin.Problem;
import dev.latent.container.activation.ActivationCause;
import dev.latent.container.activation.ActivationLimits;
import dev.latent.container.activation.ActivationMarker;
import dev.latent.container.activation.Activations;
import dev.latent.container.admin.ContainerAdmin;
import dev.latent.container.admin.ProblemLog;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.service.ServiceCatalog;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A whole container, behind the front that hosts see. */
@Singleton
public final class AssembledContainer {

  private final ContainerOptions options;
  private final Settings settings;
  private final PluginSource source;
  private final RuntimeTable runtimes;
  private final Activations activations;
  private final ServiceCatalog catalog;
  private final Provider<ContainerAdmin> admin;
  private final PluginUpdates updates;
  private final ProblemLog problems;
  private final ActivationMarker marker;
  private final ActivationLimits limits;
  private final Provider<BackgroundWork> background;
  private final EagerPlugins eager;
  private final AtomicBoolean ready = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  @Inject
  AssembledContainer(
      ContainerOptions options,
      Settings settings,
      PluginSource source,
      RuntimeTable runtimes,
      Activations activations,
      ServiceCatalog catalog,
      Provider<ContainerAdmin> admin,
      PluginUpdates updates,
      ProblemLog problems,
      ActivationMarker marker,
      ActivationLimits limits,
      Provider<BackgroundWork> background,
      EagerPlugins eager) {
    this.options = options;
    this.settings = settings;
    this.source = source;
    this.runtimes = runtimes;
    this.activations = activations;
    this.catalog = catalog;
    this.admin = admin;
    this.updates = updates;
    this.problems = problems;
    this.marker = marker;
    this.limits = limits;
    this.background = background;
    this.eager = eager;
  }

  /**
   * Puts a container together and activates what is eager.
   *
   * @param options what the host asked for
   * @return the container, in service
   */
  public static AssembledContainer assemble(ContainerOptions options) {
    // Later calls may come from threads whose context class loader is that of a plugin.
    options.hostLoader = options.hostLoader();
    AssembledContainer container = DaggerContainerComponent.factory().create(options).container();
    try {
      container.start();
    } catch (RuntimeException | Error e) {
      container.close();
      throw e;
    }
    return container;
  }

  private void start() {
    runtimes.catalog(catalog);
    for (int i = 0; i < options.listeners.size(); i++) {
      activations.listen(options.listeners.get(i));
    }
    source.onChange(updates);
    reportLastDeath();
    if (options.inspectOnly) {
      return;
    }
    List<RegisteredPlugin> plugins = eager.plugins(source.plugins());
    for (int i = 0; i < plugins.size(); i++) {
      try {
        activations.activate(plugins.get(i), new ActivationCause("the policy eager"));
      } catch (PluginException e) {
        options.notice(String.valueOf(e.getMessage())); // stays visible as a problem of the plugin
      }
    }
  }

  private void reportLastDeath() {
    List<String> unfinished = marker.takeLeftBehind();
    for (int i = 0; i < unfinished.size(); i++) {
      String line =
          "The JVM ended last time while "
              + unfinished.get(i)
              + " was being activated. If it called System.exit or crashed, set its policy to"
              + " manual or disabled.";
      problems.add(
          new Problem(
              "activation.unfinished", Problem.Severity.WARNING, "", Optional.empty(), line));
      options.notice(line);
    }
  }

  /**
   * The lookup on behalf of the host.
   *
   * @return the same object each time
   */
  public PluginServices services() {
    return catalog.hostServices();
  }

  /**
   * What an operator may ask and do.
   *
   * @return the same object each time
   */
  public PluginAdmin admin() {
    return admin.get();
  }

  /** Begins background work; further calls do nothing. */
  public void ready() {
    if (!options.inspectOnly && !closed.get() && ready.compareAndSet(false, true)) {
      background.get().begin(settings);
    }
  }

  /** Forgets what was concluded from content, and looks at all of it again. */
  public void invalidate() {
    runtimes.invalidate();
    catalog.invalidate();
    source.refresh();
    source.verifyAll();
  }

  /** Stops all plugins in reverse order and frees all that the container holds. */
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (ready.getAndSet(true)) {
      background.get().close();
    }
    List<String> leftovers = activations.close();
    for (int i = 0; i < leftovers.size(); i++) {
      options.notice(leftovers.get(i));
    }
    runtimes.close(limits.stop());
    source.close();
    catalog.close();
  }
}
