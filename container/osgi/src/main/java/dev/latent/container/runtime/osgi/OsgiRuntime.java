package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginKind;
import dev.latent.api.Warmth;
import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.HostCapabilities;
import dev.latent.container.resolve.ReferenceWiring;
import dev.latent.container.runtime.ActivationRequest;
import dev.latent.container.runtime.PluginRuntime;
import dev.latent.container.runtime.Preparation;
import dev.latent.container.runtime.RunningPlugin;
import dev.latent.container.runtime.RuntimeEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Runs bundles in one framework, which boots on the first call that needs it, or on {@link #boot}.
 * Only what an activation needs is installed; a bundle stays installed across restarts if it left
 * something in its data area.
 *
 * <p>Thread-safe; no lock is held while the framework or code of bundles runs.
 */
public final class OsgiRuntime implements PluginRuntime {

  private static final long BOOT_LIMIT_SECONDS = 120;

  private final FrameworkKind kind;
  private final RuntimeEnvironment environment;
  private final AtomicReference<@Nullable CompletableFuture<BootedFramework>> booted =
      new AtomicReference<>();
  private final List<FrameworkWatcher> watchers = new CopyOnWriteArrayList<>();
  private final ReferenceTable references;
  private volatile @Nullable SystemFacts facts;
  private volatile @Nullable HostCapabilities capabilities;
  private volatile @Nullable ForetoldHost foretold;
  private volatile boolean uncertain;
  private volatile @Nullable Thread booting;
  private volatile boolean closed;

  /** The framework that is up while watchers are told; its thread can use it already. */
  private volatile @Nullable Opening opening;

  private record Opening(Thread thread, BootedFramework framework) {}

  OsgiRuntime(FrameworkKind kind, RuntimeEnvironment environment) {
    this.kind = kind;
    this.environment = environment;
    this.references = new ReferenceTable(kind, environment);
  }

  /**
   * Adds who is told when the framework boots and closes. To be added before the first boot.
   *
   * @param watcher called on the booting or closing thread, no lock held
   */
  public void watch(FrameworkWatcher watcher) {
    watchers.add(watcher);
  }

  @Override
  public PluginKind kind() {
    return PluginKind.BUNDLE;
  }

  @Override
  public String description() {
    BootedFramework framework = bootedOrNull();
    return framework == null ? kind.label() : framework.description();
  }

  /**
   * What the framework gives to bundles, as it said when it last ran for this host. Where it never
   * did it is booted to be asked, but by a container that only looks: that one foretells it as far
   * as it can.
   */
  @Override
  public HostCapabilities hostCapabilities() {
    HostCapabilities known = capabilities;
    if (known == null) {
      ForetoldHost told = foretold();
      known = told == null ? asked() : told;
      capabilities = known; // the same whoever computes it
    }
    return known;
  }

  private HostCapabilities asked() {
    return HostCapabilities.of(facts().capabilities());
  }

  /** What is foretold, where the container only looks and nobody knows better; else null. */
  private @Nullable ForetoldHost foretold() {
    if (!environment.inspectOnly() || facts != null || uncertain) {
      return null;
    }
    ForetoldHost known = foretold;
    if (known == null && keptFacts() == null) {
      List<Capability> told = new ForetoldFacts(kind, environment).capabilities();
      if (told == null) {
        uncertain = true;
      } else {
        known = new ForetoldHost(told, this::asked);
        foretold = known; // the same whoever makes it
      }
    }
    return known;
  }

  private SystemFacts facts() {
    SystemFacts known = keptFacts();
    if (known == null) {
      known = SystemFacts.of(framework().context().getBundle(0));
      facts = known; // the same whoever computes it
    }
    return known;
  }

  private @Nullable SystemFacts keptFacts() {
    SystemFacts known = facts;
    if (known == null) {
      BootedFramework framework = bootedOrNull();
      known =
          framework == null
              ? new FrameworkBoot(kind, environment).facts()
              : SystemFacts.of(framework.context().getBundle(0));
      facts = known;
    }
    return known;
  }

  @Override
  public @Nullable ReferenceWiring referenceWiring(PluginSet set) {
    BootedFramework framework = bootedOrNull();
    if (framework != null && framework.wiring().foreignHooks()) {
      return null;
    }
    ForetoldHost told = foretold();
    return told == null || !told.suffices(set)
        ? references.of(set, facts().capabilities(), true)
        : references.of(set, told.foretold(), false);
  }

  @Override
  public void prepareReference(PluginSet set) {
    if (keptFacts() != null) {
      referenceWiring(set);
    }
  }

  @Override
  public void changed(PluginSet set) {
    BootedFramework framework = bootedOrNull();
    if (framework != null) {
      try {
        framework.catalogue().changed(set);
      } catch (IllegalStateException e) {
        // The change stays in force: what came is found all the same, but by dynamic imports.
        System.getLogger(OsgiRuntime.class.getName())
            .log(System.Logger.Level.WARNING, String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public void boot() {
    framework();
  }

  /**
   * Whether a plugin may have left something in its data area in an earlier run, or has in this
   * one. Boots nothing.
   *
   * @param plugin a bundle
   * @return false only if it certainly has nothing there
   */
  public boolean mayHaveData(RegisteredPlugin plugin) {
    BootedFramework framework = bootedOrNull();
    return framework != null
        ? framework.hasData(plugin)
        : ContentKeys.mayHaveData(
            StorageLock.directory(environment.stateDirectory(), kind), plugin);
  }

  /**
   * A property as bundles would see it, without booting.
   *
   * @param name the name
   * @return its value as the host set it for the framework or the JVM, or null
   */
  public @Nullable String property(String name) {
    String set = environment.frameworkProperties().get(name);
    return set != null ? set : System.getProperty(name);
  }

  /**
   * The location under which a plugin is installed, or would be.
   *
   * @param plugin a bundle
   * @return the location
   */
  public String locationOf(RegisteredPlugin plugin) {
    BootedFramework framework = bootedOrNull();
    Bundle bundle = framework == null ? null : framework.bundleOf(plugin);
    return bundle != null ? bundle.getLocation() : IndexConnector.locationOf(plugin);
  }

  /**
   * Whether the framework is up.
   *
   * @return false while it boots
   */
  public boolean booted() {
    return bootedOrNull() != null;
  }

  @Override
  public Warmth prepare(Preparation preparation) {
    return Warmth.LOCATED; // what shows of more than that is not hidden yet
  }

  /** Installs and resolves a plugin and what it needs, and starts nothing. */
  void resolve(ActivationRequest request) {
    new BundleActivation(framework(), request).installAndResolve();
  }

  @Override
  public Warmth discard(RegisteredPlugin plugin, Warmth level) {
    BootedFramework framework = bootedOrNull();
    Bundle bundle = framework == null ? null : framework.bundles().find(plugin);
    if (framework == null || bundle == null) {
      return Warmth.LOCATED.compareTo(level) < 0 ? Warmth.LOCATED : level;
    }
    if (level.compareTo(Warmth.RESOLVED) >= 0) {
      return Warmth.RESOLVED;
    }
    if (level.compareTo(Warmth.READ) >= 0) {
      return framework.bundles().free(bundle) ? level : Warmth.RESOLVED;
    }
    framework.drop(plugin);
    return level;
  }

  @Override
  public RunningPlugin activate(ActivationRequest request) {
    return new BundleActivation(framework(), request).run();
  }

  @Override
  public void close(Duration limit) {
    closed = true;
    references.close();
    CompletableFuture<BootedFramework> boot = booted.getAndSet(null);
    if (boot == null) {
      return;
    }
    BootedFramework framework;
    try {
      framework = await(boot);
    } catch (IllegalStateException e) {
      // It never came up, so there is nothing to close.
      return;
    }
    for (String left : framework.close(limit, watchers)) {
      environment
          .problems()
          .accept(
              new Problem("framework.close", Problem.Severity.WARNING, "", Optional.empty(), left));
    }
  }

  private @Nullable BootedFramework bootedOrNull() {
    Opening now = opening;
    if (now != null && now.thread().equals(Thread.currentThread())) {
      return now.framework();
    }
    CompletableFuture<BootedFramework> boot = booted.get();
    return boot != null && boot.isDone() && !boot.isCompletedExceptionally()
        ? boot.getNow(null)
        : null;
  }

  private BootedFramework framework() {
    if (closed) {
      throw new IllegalStateException(
          "The OSGi runtime is closed, as its container is. Make a new container.");
    }
    Opening now = opening;
    if (now != null && now.thread().equals(Thread.currentThread())) {
      // Of what is promised at boot, the framework itself looks some up at once.
      return now.framework();
    }
    CompletableFuture<BootedFramework> mine = new CompletableFuture<>();
    CompletableFuture<BootedFramework> present = booted.get();
    while (present == null || present.isCompletedExceptionally()) {
      if (booted.compareAndSet(present, mine)) {
        return bootNow(mine);
      }
      present = booted.get();
    }
    return await(present);
  }

  private BootedFramework bootNow(CompletableFuture<BootedFramework> mine) {
    // The boot waits for the framework's threads, which would end with the flag and lose it.
    boolean interrupted = Thread.interrupted();
    booting = Thread.currentThread();
    try {
      BootedFramework framework;
      try {
        framework = BootedFramework.boot(kind, environment, this::opened);
      } finally {
        opening = null;
      }
      mine.complete(framework);
      for (FrameworkWatcher watcher : watchers) {
        watcher.ready();
      }
      return framework;
    } catch (BundleException e) {
      IllegalStateException failure =
          new IllegalStateException(kind.label() + " can't be booted: " + e.getMessage(), e);
      mine.completeExceptionally(failure);
      throw failure;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      booting = null;
    }
  }

  private void opened(BootedFramework framework) {
    opening = new Opening(Thread.currentThread(), framework);
    for (FrameworkWatcher watcher : watchers) {
      watcher.booted(framework);
    }
  }

  private BootedFramework await(CompletableFuture<BootedFramework> boot) {
    Thread by = booting;
    try {
      return boot.get(BOOT_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          kind.label()
              + " is being booted since "
              + BOOT_LIMIT_SECONDS
              + " s by "
              + (by == null ? "another thread" : Words.where(by))
              + ". Look for what holds that thread up.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while " + kind.label() + " was booting.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(kind.label() + " can't be booted: " + Words.causeOf(e), e);
    }
  }
}
