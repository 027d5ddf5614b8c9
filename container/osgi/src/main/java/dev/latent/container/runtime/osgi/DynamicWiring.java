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
    RegisteredPlugin best = user == null ? null : best(user, packageName);
    boolean host = false;
    boolean installed = false;
    for (BundleCapability candidate : candidates) {
      Bundle bundle = candidate.getRevision().getBundle();
      host |= bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID;
      installed |= best != null && best.equals(bundles.pluginOf(bundle));
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
      BundleCapability candidate, String packageName, RegisteredPlugin best, boolean installed) {
    Bundle bundle = candidate.getRevision().getBundle();
    return best.equals(
        installed ? bundles.pluginOf(bundle) : catalogue.standsFor(bundle, packageName));
  }

  /** The plugin that the first clause which any can fulfil prefers. */
  private @Nullable RegisteredPlugin best(RegisteredPlugin user, String packageName) {
    PluginSet set = plugins.get();
    for (Requirement clause : DynamicImports.of(user)) {
      List<DynamicImports.Exported> found = DynamicImports.matching(set, clause, packageName);
      if (!found.isEmpty()) {
        return found.get(0).plugin();
      }
    }
    return null;
  }
}
