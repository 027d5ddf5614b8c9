package dev.latent.container.runtime.osgi;

import dev.latent.api.ResolutionException;
import dev.latent.container.finder.RegisteredPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Which plugin is installed as which bundle. Each plugin is installed once, by the first thread
 * that needs it; others wait for that. Thread-safe; holds no lock while the framework works.
 */
final class InstalledBundles {

  private static final long LIMIT_SECONDS = 60;

  private final BundleContext system;
  private final IndexConnector connector;
  private final GivenUpStops givenUp;
  private final boolean copiesNative;
  private final Map<String, Installed> byLocation = new ConcurrentHashMap<>();
  private final Map<Long, RegisteredPlugin> byBundle = new ConcurrentHashMap<>();
  private final Map<String, UnderWay> underWay = new ConcurrentHashMap<>();

  /** Bundles that this framework can't start again. */
  private final Set<Long> spoiled = ConcurrentHashMap.newKeySet();

  private record UnderWay(Thread thread, CompletableFuture<Bundle> done) {}

  private record Installed(RegisteredPlugin plugin, Bundle bundle, String look) {}

  /** Makes an empty table; some frameworks need a copy of a jar to find native code in it. */
  InstalledBundles(
      BundleContext system, IndexConnector connector, GivenUpStops givenUp, boolean copiesNative) {
    this.system = system;
    this.connector = connector;
    this.givenUp = givenUp;
    this.copiesNative = copiesNative;
  }

  /** The bundle of a plugin, null if it is not installed. */
  @Nullable Bundle find(RegisteredPlugin plugin) {
    Installed installed = byLocation.get(IndexConnector.locationOf(plugin));
    return installed == null || !installed.plugin().equals(plugin) ? null : installed.bundle();
  }

  /** The plugin that a bundle is of, null if the container did not install it. */
  @Nullable RegisteredPlugin pluginOf(Bundle bundle) {
    return byBundle.get(bundle.getBundleId());
  }

  /** Whether the content that a plugin has now is what was installed. */
  boolean current(RegisteredPlugin plugin) {
    Installed installed = byLocation.get(IndexConnector.locationOf(plugin));
    return installed != null
        && !installed.look().isEmpty()
        && installed.look().equals(ContentKeys.look(plugin.reference()));
  }

  /** Says that a bundle can't be started again and has to be installed anew. */
  void spoiled(Bundle bundle) {
    spoiled.add(bundle.getBundleId());
  }

  private @Nullable Bundle usable(RegisteredPlugin plugin) {
    Bundle bundle = find(plugin);
    return bundle == null || spoiled.contains(bundle.getBundleId()) ? null : bundle;
  }

  /** Takes over a bundle that stayed installed since an earlier run. */
  void adopt(RegisteredPlugin plugin, Bundle bundle) {
    put(plugin, bundle);
  }

  /** The bundle of a plugin, installed or updated where needed. */
  Bundle install(RegisteredPlugin plugin) {
    String location = IndexConnector.locationOf(plugin);
    while (true) {
      Bundle present = usable(plugin);
      if (present != null) {
        return present;
      }
      UnderWay mine = new UnderWay(Thread.currentThread(), new CompletableFuture<>());
      UnderWay other = underWay.putIfAbsent(location, mine);
      if (other != null) {
        await(plugin, other);
        continue;
      }
      try {
        Bundle bundle = usable(plugin);
        if (bundle == null) {
          bundle = installNow(plugin, location);
          put(plugin, bundle);
        }
        mine.done().complete(bundle);
        return bundle;
      } finally {
        underWay.remove(location, mine);
        // Wakes those who wait where the framework threw; they try for themselves.
        mine.done().cancel(false);
      }
    }
  }

  /**
   * Uninstalls a plugin and deletes its data area. Those that are wired to it are unwired, as the
   * framework keeps what it was for them otherwise; unless one of them runs.
   */
  void uninstall(RegisteredPlugin plugin) {
    Bundle bundle = find(plugin);
    if (bundle == null) {
      return;
    }
    byLocation.remove(IndexConnector.locationOf(plugin));
    byBundle.remove(bundle.getBundleId());
    Collection<Bundle> dependents = wiring().getDependencyClosure(List.of(bundle));
    try {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        bundle.uninstall();
      }
    } catch (BundleException e) {
      throw refused(plugin, "uninstall", e);
    } finally {
      connector.forget(bundle.getLocation());
    }
    // Not before it is uninstalled: Equinox resolves what it refreshes at once.
    if (dependents.size() > 1 && !running(dependents)) {
      Refresh.of(system, List.of(bundle));
    }
  }

  /** Refuses what would wait for stop code that was given up, with no end on Felix. */
  private void requireStopped(RegisteredPlugin plugin, Collection<Bundle> bundles) {
    String holder = givenUp.holder(bundles);
    if (holder != null) {
      throw new ResolutionException(
          plugin.id(),
          "Plugin "
              + plugin.id()
              + " can't be updated: "
              + holder
              + ". Try again once that has ended; a plugin has to stop within the limit.",
          null);
    }
  }

  private void put(RegisteredPlugin plugin, Bundle bundle) {
    byBundle.put(bundle.getBundleId(), plugin);
    byLocation.put(
        IndexConnector.locationOf(plugin),
        new Installed(plugin, bundle, ContentKeys.look(plugin.reference())));
  }

  private Bundle installNow(RegisteredPlugin plugin, String location) {
    Installed before = byLocation.get(location);
    try {
      connector.offer(plugin);
      Bundle present = before == null ? system.getBundle(location) : before.bundle();
      if (present == null) {
        return installAt(location, plugin);
      }
      FrameworkWiring wiring = system.getBundle(0).adapt(FrameworkWiring.class);
      requireStopped(plugin, wiring.getDependencyClosure(List.of(present)));
      if (spoiled.remove(present.getBundleId())) {
        byBundle.remove(present.getBundleId());
        return new BundleRenewal(system).renew(present);
      }
      boolean wired = present.getState() != Bundle.INSTALLED;
      update(plugin, present);
      if (wired) {
        Refresh.of(system, List.of(present));
      }
      return present;
    } catch (BundleException e) {
      throw refused(plugin, before == null ? "install" : "update", e);
    }
  }

  /**
   * Lets the class loader of a stopped bundle go; it stays installed.
   *
   * @return false if a bundle that runs is wired to it, so that it has to stay
   */
  boolean free(Bundle bundle) {
    FrameworkWiring wiring = wiring();
    if (running(wiring.getDependencyClosure(List.of(bundle)))) {
      return false;
    }
    List<Bundle> refreshed = new ArrayList<>(List.of(bundle));
    for (Bundle replaced : wiring.getRemovalPendingBundles()) {
      // What was wired to it when it went may have been what kept it.
      if (!running(wiring.getDependencyClosure(List.of(replaced)))) {
        refreshed.add(replaced);
      }
    }
    Refresh.of(system, refreshed);
    return true;
  }

  private FrameworkWiring wiring() {
    return system.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
  }

  private static boolean running(Collection<Bundle> bundles) {
    for (Bundle bundle : bundles) {
      int state = bundle.getState();
      if (state != Bundle.RESOLVED && state != Bundle.INSTALLED && state != Bundle.UNINSTALLED) {
        return true;
      }
    }
    return false;
  }

  private Bundle installAt(String location, RegisteredPlugin plugin) throws BundleException {
    try (InputStream copy = copy(plugin)) {
      return system.installBundle(location, copy);
    } catch (IOException e) {
      throw new BundleException("its content can't be read: " + e.getMessage(), e);
    }
  }

  /** Gives a bundle the content that its plugin has now; its data area stays. */
  void update(RegisteredPlugin plugin, Bundle bundle) throws BundleException {
    try (InputStream copy = copy(plugin)) {
      bundle.update(copy);
    } catch (IOException e) {
      throw new BundleException("its content can't be read: " + e.getMessage(), e);
    }
  }

  /** The bytes that the framework has to copy; null if it is to read the plugin in place. */
  private @Nullable InputStream copy(RegisteredPlugin plugin) throws IOException {
    return copiesNative && PluginContent.hasNativeCode(plugin.descriptor())
        ? plugin.reference().open()
        : null;
  }

  private static void await(RegisteredPlugin plugin, UnderWay other) {
    try {
      other.done().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ResolutionException(
          plugin.id(),
          "Plugin "
              + plugin.id()
              + " is being installed since "
              + LIMIT_SECONDS
              + " s by "
              + Words.where(other.thread())
              + ". Look for what holds that thread up.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ResolutionException(
          plugin.id(), "Interrupted while plugin " + plugin.id() + " was being installed.", e);
    } catch (ExecutionException | CancellationException e) {
      // The other thread failed and has told its caller; this one finds out for itself.
      return;
    }
  }

  private static ResolutionException refused(
      RegisteredPlugin plugin, String action, BundleException e) {
    return new ResolutionException(
        plugin.id(),
        "Plugin "
            + plugin.id()
            + " at "
            + plugin.reference().location()
            + ": the framework refused to "
            + action
            + " it: "
            + e.getMessage(),
        e);
  }
}
