package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.DynamicImportReader;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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
 * <p>A clause may also ask for the name or version of the bundle that a package comes from. What
 * such a clause could find stands in bundles that are called as the plugins are; {@link
 * CatalogueHooks} keeps them from being taken for these.
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
  private final Set<DynamicImports.Exported> listedByBundle = ConcurrentHashMap.newKeySet();

  /** What weaving hooks added to what plugins import dynamically. */
  private final Map<RegisteredPlugin, Set<Requirement>> woven = new ConcurrentHashMap<>();

  private final CatalogueHooks hooks;
  private final AtomicInteger numbers = new AtomicInteger();

  private record Covered(long generation, CompletableFuture<Boolean> done) {}

  PackageCatalogue(BootedFramework framework) {
    this.framework = framework;
    this.arrivals = new Arrivals(framework);
    this.hooks = new CatalogueHooks(framework);
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

  /** What a plugin imports dynamically: what its manifest says, and what was woven into it. */
  List<Requirement> clauses(RegisteredPlugin plugin) {
    List<Requirement> clauses = DynamicImports.of(plugin);
    Set<Requirement> added = woven.get(plugin);
    if (added != null) {
      clauses.addAll(added);
    }
    return clauses;
  }

  /** Sees to it that what a weaving hook lets a plugin import is in the catalogue. */
  void weave(PluginSet set, RegisteredPlugin plugin, List<String> imports) {
    Set<Requirement> added =
        woven.computeIfAbsent(plugin, unused -> Collections.synchronizedSet(new LinkedHashSet<>()));
    for (String header : imports) {
      for (Requirement clause : DynamicImportReader.read(header)) {
        if (added.add(clause)) {
          cover(set, clause);
        }
      }
    }
  }

  /** Sees to it that what came with a new set can be imported by those that are there already. */
  void changed(PluginSet set) {
    for (Requirement clause : clauses.keySet()) {
      cover(set, clause);
    }
    woven.keySet().removeIf(plugin -> set.at(plugin.reference().location()) == null);
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
      if (DynamicImports.asksForBundle(clause)) {
        listByBundle(DynamicImports.matching(set, clause));
      } else {
        list(DynamicImports.matching(set, clause));
      }
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
      install(rank, listed, "", "0.0.0");
    }
  }

  /** Lists packages that are not yet, each in a bundle that is called as the one that states it. */
  private void listByBundle(List<DynamicImports.Exported> found) {
    Map<List<Object>, Map<String, DynamicImports.Exported>> bundles = new LinkedHashMap<>();
    for (DynamicImports.Exported exported : found) {
      if (listedByBundle.add(exported)) {
        bundles
            .computeIfAbsent(
                List.of(exported.plugin(), exported.from()), unused -> new LinkedHashMap<>())
            .putIfAbsent(exported.packageName(), exported);
      }
    }
    for (Map<String, DynamicImports.Exported> bundle : bundles.values()) {
      DynamicImports.Exported any = bundle.values().iterator().next();
      install(
          bundle,
          listedByBundle,
          any.ofBundle(DynamicImports.SYMBOLIC_NAME),
          any.ofBundle(DynamicImports.BUNDLE_VERSION));
    }
  }

  /** Installs a bundle; its name is its own where none is given. */
  private void install(
      Map<String, DynamicImports.Exported> packages,
      Set<DynamicImports.Exported> listedAs,
      String symbolicName,
      String version) {
    String name =
        CatalogueHooks.PREFIX
            + numbers.incrementAndGet()
            + "-"
            + Integer.toHexString(packages.hashCode());
    boolean own = symbolicName.isEmpty();
    CatalogueContent content =
        new CatalogueContent(
            own ? "dev.latent." + name : symbolicName, version, Map.copyOf(packages), arrivals);
    try {
      Bundle bundle = own ? framework.install(name, content) : hooks.install(name, content);
      standIns.put(bundle.getBundleId(), content.packages());
    } catch (BundleException e) {
      packages.values().forEach(listedAs::remove);
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
