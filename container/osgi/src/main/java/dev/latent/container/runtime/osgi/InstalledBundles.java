package dev.latent.container.runtime.osgi;

import dev.latent.api.ResolutionException;
import dev.latent.container.finder.RegisteredPlugin;
import java.nio.file.Path;
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
  private final Map<String, Installed> byLocation = new ConcurrentHashMap<>();
  private final Map<Long, RegisteredPlugin> byBundle = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Bundle>> underWay = new ConcurrentHashMap<>();

  /** Bundles that this framework can't start again. */
  private final Set<Long> spoiled = ConcurrentHashMap.newKeySet();

  private record Installed(RegisteredPlugin plugin, Bundle bundle) {}

  InstalledBundles(BundleContext system, IndexConnector connector) {
    this.system = system;
    this.connector = connector;
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
      CompletableFuture<Bundle> mine = new CompletableFuture<>();
      CompletableFuture<Bundle> other = underWay.putIfAbsent(location, mine);
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
        mine.complete(bundle);
        return bundle;
      } finally {
        underWay.remove(location, mine);
        // Wakes those who wait where the framework threw; they try for themselves.
        mine.cancel(false);
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

  private void put(RegisteredPlugin plugin, Bundle bundle) {
    byBundle.put(bundle.getBundleId(), plugin);
    byLocation.put(IndexConnector.locationOf(plugin), new Installed(plugin, bundle));
  }

  private Bundle installNow(RegisteredPlugin plugin, String location) {
    Installed before = byLocation.get(location);
    try {
      if (!PluginContent.suits(plugin.descriptor())) {
        if (before != null) {
          spoiled.remove(before.bundle().getBundleId());
        }
        return installFile(plugin, before);
      }
      connector.offer(plugin);
      Bundle present = before == null ? system.getBundle(location) : before.bundle();
      if (present == null) {
        return system.installBundle(location);
      }
      if (spoiled.remove(present.getBundleId())) {
        byBundle.remove(present.getBundleId());
        return new BundleRenewal(system).renew(present);
      }
      boolean wired = present.getState() != Bundle.INSTALLED;
      present.update();
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

  /** Installs a plugin from its file, in place. */
  private Bundle installFile(RegisteredPlugin plugin, @Nullable Installed before)
      throws BundleException {
    Path path = plugin.reference().path().orElse(null);
    if (path == null) {
      throw new ResolutionException(
          plugin.id(),
          "Plugin "
              + plugin.id()
              + " has native code and is not a file, so no framework can use it. Put it into a"
              + " plugin directory.",
          null);
    }
    if (before != null) {
      before.bundle().uninstall();
      byBundle.remove(before.bundle().getBundleId());
    }
    return system.installBundle("reference:" + path.toUri());
  }

  private static void await(RegisteredPlugin plugin, CompletableFuture<Bundle> other) {
    try {
      other.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ResolutionException(
          plugin.id(),
          "Plugin "
              + plugin.id()
              + " is being installed by another thread since "
              + LIMIT_SECONDS
              + " s. Look for what holds that thread up with a thread dump.",
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
