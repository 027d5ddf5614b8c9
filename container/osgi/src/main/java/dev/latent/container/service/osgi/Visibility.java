package dev.latent.container.service.osgi;

import dev.latent.container.finder.RegisteredPlugin;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Decides whether a bundle may see a placeholder: not the plugin's own, and not one that is wired
 * to another provider of the package of a service type than the plugin is. Stateless.
 */
final class Visibility {

  private Visibility() {}

  /** Whether a bundle may see a placeholder; without wires that say otherwise it may. */
  static boolean visible(Placeholder placeholder, Bundle consumer, Placeholders all) {
    RegisteredPlugin plugin = placeholder.service().plugin();
    Bundle provider = null;
    if (plugin != null) {
      provider = all.framework().bundleOf(plugin);
      if (provider != null && provider.getBundleId() == consumer.getBundleId()) {
        return false;
      }
    }
    ServiceReference<?> real = placeholder.real();
    for (String type : placeholder.service().types()) {
      boolean sees =
          real != null ? real.isAssignableTo(consumer, type) : sameSource(type, consumer, provider);
      if (!sees) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameSource(String type, Bundle consumer, @Nullable Bundle provider) {
    int dot = type.lastIndexOf('.');
    if (dot < 0 || type.startsWith("java.")) {
      return true;
    }
    String packageName = type.substring(0, dot);
    Bundle consumers = source(packageName, consumer);
    Bundle providers = provider == null ? null : source(packageName, provider);
    return consumers == null
        || providers == null
        || consumers.getBundleId() == providers.getBundleId();
  }

  /** Where a bundle gets a package from; null if it imports none, or is not resolved. */
  private static @Nullable Bundle source(String packageName, Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      return null;
    }
    for (BundleWire wire : wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
      if (packageName.equals(
          wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))) {
        return wire.getProvider().getBundle();
      }
    }
    return wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
            .anyMatch(
                capability ->
                    packageName.equals(
                        capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
        ? bundle
        : null;
  }
}
