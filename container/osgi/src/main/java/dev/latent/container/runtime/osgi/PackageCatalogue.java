package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * The bundles of the container's own that export what plugins would, were they installed, so that
 * {@code DynamicImport-Package} finds packages of plugins that nobody needed yet. One is wired to
 * only by such imports; its class loader brings the plugin in and asks it.
 *
 * <p>A bundle can't say which of two versions of a package a class is asked of, so where several
 * plugins export the same package each stands in a catalogue bundle of its own rank.
 *
 * <p>Thread-safe; no lock is held while the framework works.
 */
final class PackageCatalogue {

  private static final long LIMIT_SECONDS = 60;

  private final BootedFramework framework;
  private final Arrivals arrivals;

  /** By clause: what is being done, or was done, to cover it. */
  private final Map<Requirement, Covered> clauses = new ConcurrentHashMap<>();

  private final Map<Long, Map<String, DynamicImports.Exported>> standIns =
      new ConcurrentHashMap<>();
  private final Set<DynamicImports.Exported> listed = ConcurrentHashMap.newKeySet();

  private record Covered(long generation, CompletableFuture<Boolean> done) {}

  PackageCatalogue(BootedFramework framework) {
    this.framework = framework;
    this.arrivals = new Arrivals(framework);
  }

  /** Whether there are no packages in it, as where nobody imports dynamically. */
  boolean isEmpty() {
    return standIns.isEmpty();
  }

  /** Whether a bundle is one of the catalogue's. */
  boolean contains(Bundle bundle) {
    return standIns.containsKey(bundle.getBundleId());
  }

  /** The plugin that a package of one of the catalogue's bundles stands for. */
  @Nullable RegisteredPlugin standsFor(Bundle bundle, String packageName) {
    Map<String, DynamicImports.Exported> packages = standIns.get(bundle.getBundleId());
    DynamicImports.Exported exported = packages == null ? null : packages.get(packageName);
    return exported == null ? null : exported.plugin();
  }

  /** Sees to it that all that some plugins may import dynamically is in the catalogue. */
  void cover(PluginSet set, List<RegisteredPlugin> members) {
    for (RegisteredPlugin member : members) {
      for (Requirement clause : DynamicImports.of(member)) {
        cover(set, clause);
      }
    }
  }

  private void cover(PluginSet set, Requirement clause) {
    Covered mine = new Covered(set.generation(), new CompletableFuture<>());
    while (true) {
      Covered present = clauses.putIfAbsent(clause, mine);
      if (present != null && present.generation() >= mine.generation()) {
        await(clause, present);
        return;
      }
      if (present == null || clauses.replace(clause, present, mine)) {
        break;
      }
    }
    try {
      list(DynamicImports.matching(set, clause));
      mine.done().complete(true);
    } finally {
      if (!mine.done().isDone()) {
        clauses.remove(clause, mine);
        mine.done().complete(false); // those who wait go on without
      }
    }
  }

  /** Lists packages that are not yet, each in the first bundle that has no package of its name. */
  private void list(List<DynamicImports.Exported> found) {
    List<Map<String, DynamicImports.Exported>> ranks = new ArrayList<>();
    for (DynamicImports.Exported exported : found) {
      if (listed.add(exported)) {
        int rank = 0;
        while (rank < ranks.size() && ranks.get(rank).containsKey(exported.packageName())) {
          rank++;
        }
        if (rank == ranks.size()) {
          ranks.add(new HashMap<>());
        }
        ranks.get(rank).put(exported.packageName(), exported);
      }
    }
    for (Map<String, DynamicImports.Exported> rank : ranks) {
      install(rank);
    }
  }

  private void install(Map<String, DynamicImports.Exported> packages) {
    String name =
        "catalogue-" + (standIns.size() + 1) + "-" + Integer.toHexString(packages.hashCode());
    try {
      Bundle bundle =
          framework.install(name, new CatalogueContent(name, Map.copyOf(packages), arrivals));
      standIns.put(bundle.getBundleId(), Map.copyOf(packages));
    } catch (BundleException e) {
      packages.values().forEach(listed::remove);
      throw new IllegalStateException(
          "The packages "
              + new LinkedHashSet<>(packages.keySet())
              + " could not be made known for dynamic imports: "
              + e.getMessage(),
          e);
    }
  }

  private static void await(Requirement clause, Covered other) {
    try {
      other.done().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Another thread is looking for the packages of the dynamic import "
              + clause.filter()
              + " since "
              + LIMIT_SECONDS
              + " s. Look for what holds that thread up with a thread dump.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Interrupted while the packages of a dynamic import were looked for.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(Words.causeOf(e), e);
    }
  }
}
