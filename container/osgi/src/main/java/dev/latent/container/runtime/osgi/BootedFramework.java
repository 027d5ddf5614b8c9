package dev.latent.container.runtime.osgi;

import dev.latent.api.ActivationException;
import dev.latent.api.admin.Problem;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.knowledge.Settings;
import dev.latent.container.resolve.Closure;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.hooks.weaving.WovenClassListener;
import org.osgi.framework.launch.Framework;

/** A framework that is up, with the bundles of plugins in it. Thread-safe. */
public final class BootedFramework {

  private final FrameworkKind kind;
  private final RuntimeEnvironment environment;
  private final Framework framework;
  private final StorageLock storage;
  private final IndexConnector connector;
  private final InstalledBundles bundles;
  private final PackageCatalogue catalogue;
  private final ClosureWiring wiring;
  private final Whiteboards whiteboards;
  private final ServiceFailures failures;
  private final GivenUpStops givenUp = new GivenUpStops();
  private final Set<RegisteredPlugin> starting = ConcurrentHashMap.newKeySet();
  private final Set<ServiceReference<?>> standIns = ConcurrentHashMap.newKeySet();

  private BootedFramework(
      FrameworkKind kind,
      RuntimeEnvironment environment,
      Framework framework,
      StorageLock storage,
      IndexConnector connector,
      Whiteboards whiteboards) {
    this.kind = kind;
    this.whiteboards = whiteboards;
    this.environment = environment;
    this.framework = framework;
    this.storage = storage;
    this.connector = connector;
    this.bundles =
        // Felix finds no native library in content that it is given through Connect.
        new InstalledBundles(
            framework.getBundleContext(), connector, givenUp, kind == FrameworkKind.FELIX);
    this.catalogue = new PackageCatalogue(this);
    this.wiring =
        new ClosureWiring(
            framework.getBundleContext(),
            bundles,
            new DynamicWiring(environment.plugins(), bundles, catalogue));
    this.failures = new ServiceFailures(framework.getBundleContext(), environment);
  }

  static BootedFramework boot(
      FrameworkKind kind, RuntimeEnvironment environment, Consumer<BootedFramework> watcher)
      throws BundleException {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    StorageLock storage = StorageLock.take(environment.stateDirectory(), kind);
    boolean up = false;
    Framework framework = null;
    Whiteboards whiteboards = new Whiteboards(environment.settings());
    IndexConnector connector = new IndexConnector(environment.plugins(), whiteboards);
    // The frameworks' threads keep it as long as they run; what boots them may be a plugin's start.
    thread.setContextClassLoader(environment.hostLoader());
    try {
      String warning = storage.warning(environment.stateDirectory());
      if (warning != null) {
        environment.problems().accept(FrameworkBoot.storageProblem(warning));
      }
      framework = new FrameworkBoot(kind, environment).init(storage, connector);
      BootedFramework booted =
          new BootedFramework(kind, environment, framework, storage, connector, whiteboards);
      booted.adoptInstalled();
      framework.start();
      framework.getBundleContext().addFrameworkListener(booted.failures);
      framework.getBundleContext().addBundleListener(booted.failures);
      framework.getBundleContext().registerService(ResolverHookFactory.class, booted.wiring, null);
      framework
          .getBundleContext()
          .registerService(
              WovenClassListener.class,
              new WovenImports(environment.plugins(), booted.bundles, booted.catalogue),
              null);
      watcher.accept(booted);
      up = true;
      return booted;
    } finally {
      // Equinox leaves its own context class loader behind.
      thread.setContextClassLoader(context);
      if (!up) {
        if (framework != null) {
          framework.stop();
        }
        connector.closeAll();
        storage.close();
      }
    }
  }

  /** Takes over bundles with data from an earlier run; drops all others, as after a crash. */
  private void adoptInstalled() throws BundleException {
    BundleContext system = framework.getBundleContext();
    ContentKeys keys = ContentKeys.take(storage.directory());
    for (Bundle bundle : system.getBundles()) {
      if (bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
        continue;
      }
      RegisteredPlugin plugin = connector.pluginNow(bundle.getLocation());
      if (!hasData(bundle)) {
        bundle.uninstall();
        connector.forget(bundle.getLocation());
      } else if (plugin != null) {
        // A JVM loads a library of one path for one class loader; an update gives it a new path.
        if (!keys.unchanged(plugin) || PluginContent.hasNativeCode(plugin.descriptor())) {
          bundles.update(plugin, bundle);
        }
        bundles.adopt(plugin, bundle);
      } else if (bundle.getLocation().startsWith(IndexConnector.SCHEME)) {
        // Its jar is missing: it must not be wired by what the framework remembers of it.
        bundle.update();
      }
    }
  }

  /**
   * The context of the framework itself, which sees every service.
   *
   * @return the system bundle's context
   */
  public BundleContext context() {
    return framework.getBundleContext();
  }

  /**
   * The plugin that a bundle is of.
   *
   * @param bundle a bundle
   * @return the plugin; null if the container did not install it
   */
  public @Nullable RegisteredPlugin pluginOf(Bundle bundle) {
    return bundles.pluginOf(bundle);
  }

  /**
   * The bundle of a plugin.
   *
   * @param plugin a plugin
   * @return its bundle; null if it is not installed
   */
  public @Nullable Bundle bundleOf(RegisteredPlugin plugin) {
    return bundles.find(plugin);
  }

  /**
   * Installs a plugin, if that has not been done.
   *
   * @param plugin a plugin
   * @return its bundle
   */
  public Bundle install(RegisteredPlugin plugin) {
    return bundles.install(plugin);
  }

  /**
   * Installs a bundle of the container's own. It goes with the framework.
   *
   * @param name tells it from others of the container's own
   * @param content its content
   * @return the bundle
   * @throws BundleException if the framework refuses it
   */
  public Bundle install(String name, ConnectModule content) throws BundleException {
    String location = IndexConnector.OWN_SCHEME + name;
    connector.offer(location, content);
    return context().installBundle(location);
  }

  /**
   * Whether the container itself is starting a plugin at this moment.
   *
   * @param plugin a plugin
   * @return false also if it was started before, or by something else
   */
  public boolean starting(RegisteredPlugin plugin) {
    return starting.contains(plugin);
  }

  /**
   * Lets the bundle of a plugin that is not active wait to be started: installed, resolved and
   * {@code STARTING}, with a context and none of its code run.
   *
   * @param plugin the plugin
   * @param closure what it is resolved with
   * @return its context
   * @throws dev.latent.api.PluginException if it can't be resolved
   */
  public BundleContext standBy(RegisteredPlugin plugin, Closure closure) {
    return new StandBy(this, closure).context();
  }

  /**
   * Registrations that stand in for others, which nobody must take for what they stand for.
   *
   * @return the set itself, to be changed by whoever registers such
   */
  public Set<ServiceReference<?>> standIns() {
    return standIns;
  }

  /**
   * Which services have to be seen as registered by their own bundles.
   *
   * @return the rules in force
   */
  public Whiteboards whiteboards() {
    return whiteboards;
  }

  /**
   * Why services gave no object.
   *
   * @return what the framework told
   */
  public ServiceFailures failures() {
    return failures;
  }

  /**
   * The settings of the container.
   *
   * @return the settings in force
   */
  public Settings settings() {
    return environment.settings();
  }

  /** Starts a plugin's bundle on behalf of the container. */
  void start(RegisteredPlugin plugin, Bundle bundle) throws BundleException {
    String holder = givenUp.holder(List.of(bundle));
    if (holder != null) {
      throw new ActivationException(
          plugin.id(),
          "Plugin "
              + plugin.id()
              + " can't be activated: "
              + holder
              + ". Look it up again once that has ended; a plugin has to stop within the limit.",
          null);
    }
    starting.add(plugin);
    try {
      bundle.start(Bundle.START_TRANSIENT);
    } finally {
      starting.remove(plugin);
    }
  }

  /** The threads that still run stop code. */
  GivenUpStops givenUp() {
    return givenUp;
  }

  /** Remembers that the stop method of a bundle threw. */
  void stopFailed(Bundle bundle) {
    if (kind == FrameworkKind.EQUINOX) {
      bundles.spoiled(bundle);
    }
  }

  /** Which providers bundles are wired to. */
  ClosureWiring wiring() {
    return wiring;
  }

  /** Packages of plugins that are not installed, for dynamic imports. */
  PackageCatalogue catalogue() {
    return catalogue;
  }

  /** Whether a bundle is of the content that its plugin has now. */
  boolean current(RegisteredPlugin plugin) {
    return bundles.current(plugin);
  }

  /** The entries of a bundle of which a stream was given out and not closed. */
  List<String> openStreams(Bundle bundle) {
    return connector.openStreams(bundle.getLocation());
  }

  InstalledBundles bundles() {
    return bundles;
  }

  RuntimeEnvironment environment() {
    return environment;
  }

  String description() {
    return FrameworkBoot.describe(kind, framework);
  }

  /** Takes a plugin out of the framework, but for its data area while it is still a plugin. */
  void drop(RegisteredPlugin plugin) {
    Bundle bundle = bundles.find(plugin);
    if (bundle == null) {
      return;
    }
    String holder = givenUp.holder(List.of(bundle));
    if (holder != null) {
      // A change of the plugins must not wait for one of them.
      environment
          .problems()
          .accept(
              new Problem(
                  "framework.stuck",
                  Problem.Severity.WARNING,
                  plugin.reference().location(),
                  Optional.of(plugin.id()),
                  "Plugin "
                      + plugin.id()
                      + " was removed or replaced and stays in the framework: "
                      + holder
                      + "."));
      return;
    }
    boolean gone = environment.plugins().get().at(plugin.reference().location()) == null;
    if (gone || !hasData(bundle)) {
      bundles.uninstall(plugin);
      wiring.forget(plugin);
    }
  }

  /** Stops the framework and cleans its storage; what went wrong is returned in words. */
  List<String> close(Duration limit, List<FrameworkWatcher> watchers) {
    return new FrameworkClose(this, framework, storage, connector, watchers).run(limit);
  }

  /** Whether the data area of a plugin has anything in it. */
  boolean hasData(RegisteredPlugin plugin) {
    Bundle bundle = bundles.find(plugin);
    return bundle != null && hasData(bundle);
  }

  static boolean hasData(Bundle bundle) {
    File data = bundle.getDataFile("");
    String[] files = data == null ? null : data.list();
    return files != null && files.length > 0;
  }
}
