package dev.latent.container.runtime.osgi;

import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;

/**
 * Decides who provides a package that a bundle imports while it runs: what the host has, else the
 * plugin that the framework would prefer if all were installed. Where that one is not installed,
 * the catalogue stands in for it. Thread-safe.
 */
final class DynamicWiring {

  private final Supplier<PluginSet> plugins;
  private final InstalledBundles bundles;
  private final PackageCatalogue catalogue;

  DynamicWiring(Supplier<PluginSet> plugins, InstalledBundles bundles, PackageCatalogue catalogue) {
    this.plugins = plugins;
    this.bundles = bundles;
    this.catalogue = catalogue;
  }

  /** Takes the catalogue away from a requirement that is not a dynamic import. */
  void hideCatalogue(Collection<BundleCapability> candidates) {
    if (!catalogue.isEmpty()) {
      candidates.removeIf(candidate -> catalogue.contains(candidate.getRevision().getBundle()));
    }
  }

  /** Leaves the chosen provider of a package to a bundle that is resolved already. */
  void filter(BundleRequirement requirement, Collection<BundleCapability> candidates) {
    RegisteredPlugin user = bundles.pluginOf(requirement.getRevision().getBundle());
    BundleCapability any = candidates.iterator().next();
    if (!any.getNamespace().equals(Namespaces.PACKAGE)) {
      hideCatalogue(candidates);
      return;
    }
    String packageName = String.valueOf(any.getAttributes().get(Namespaces.PACKAGE));
    DynamicImports.Exported best = user == null ? null : best(user, packageName);
    boolean host = false;
    boolean installed = false;
    for (BundleCapability candidate : candidates) {
      Bundle bundle = candidate.getRevision().getBundle();
      host |= bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID;
      installed |= best != null && isOf(bundle, best);
    }
    if (best == null || host || installed) {
      hideCatalogue(candidates);
    }
    if (best != null && !host) {
      boolean there = installed;
      candidates.removeIf(candidate -> !standsFor(candidate, packageName, best, there));
    }
  }

  private boolean standsFor(
      BundleCapability candidate,
      String packageName,
      DynamicImports.Exported best,
      boolean installed) {
    Bundle bundle = candidate.getRevision().getBundle();
    return installed
        ? isOf(bundle, best)
        : best.plugin().equals(catalogue.standsFor(bundle, packageName));
  }

  /** Whether a bundle is the one that exports a package, or its fragment that says so. */
  private boolean isOf(Bundle bundle, DynamicImports.Exported exported) {
    RegisteredPlugin plugin = bundles.pluginOf(bundle);
    return exported.plugin().equals(plugin) || exported.from().equals(plugin);
  }

  /** The package that the first clause which any can fulfil prefers. */
  private DynamicImports.@Nullable Exported best(RegisteredPlugin user, String packageName) {
    PluginSet set = plugins.get();
    for (Requirement clause : catalogue.clauses(user)) {
      List<DynamicImports.Exported> found = DynamicImports.matching(set, clause, packageName);
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    return null;
  }
}
