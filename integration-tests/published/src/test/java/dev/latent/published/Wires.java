package dev.latent.published;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** Reads the wiring of a framework. */
final class Wires {

  static final String TO_SYSTEM = " -> the framework";

  private Wires() {}

  static String name(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }

  /** What a bundle requires and who provides it; what was wired while it ran is left out. */
  static SortedSet<String> of(Bundle bundle) {
    SortedSet<String> wires = new TreeSet<>();
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      return wires;
    }
    for (BundleWire wire : wiring.getRequiredWires(null)) {
      if (!ofLater(wire)) {
        String namespace = wire.getCapability().getNamespace();
        // The framework has several Javas to give, each as good as the next.
        Object what =
            namespace.equals("osgi.ee") ? "" : wire.getCapability().getAttributes().get(namespace);
        Bundle provider = wire.getProvider().getBundle();
        wires.add(
            name(bundle)
                + ": "
                + namespace
                + " "
                + (what == null ? "" : what)
                + (provider.getBundleId() == 0 ? TO_SYSTEM : " -> " + name(provider)));
      }
    }
    return wires;
  }

  /** The other bundles that a bundle is wired with, directly or through others. */
  static SortedSet<String> closure(Bundle bundle) {
    SortedSet<String> closure = new TreeSet<>();
    reach(bundle, closure);
    closure.remove(name(bundle));
    return closure;
  }

  private static void reach(Bundle bundle, SortedSet<String> reached) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (bundle.getBundleId() == 0 || !reached.add(name(bundle)) || wiring == null) {
      return;
    }
    for (BundleWire wire : wiring.getRequiredWires(null)) {
      if (!ofLater(wire)) {
        reach(wire.getProvider().getBundle(), reached);
      }
    }
    for (BundleWire wire : wiring.getProvidedWires(HostNamespace.HOST_NAMESPACE)) {
      reach(wire.getRequirer().getBundle(), reached);
    }
  }

  private static boolean ofLater(BundleWire wire) {
    BundleRequirement requirement = wire.getRequirement();
    return "dynamic".equals(requirement.getDirectives().get("resolution"));
  }

  /** The simple name of what lies under an error. */
  static String cause(Throwable error) {
    Throwable cause = error;
    @Nullable Throwable next = cause.getCause();
    while (next != null && !next.equals(cause)) {
      cause = next;
      next = cause.getCause();
    }
    return cause.getClass().getSimpleName();
  }

  /** The settings that the two runs have in common. */
  static Map<String, String> settings(String directory) {
    return Map.of(
        "felix.bootdelegation.implicit",
        "false",
        "felix.resolver.parallelism",
        "1",
        "felix.fileinstall.dir",
        directory,
        "felix.fileinstall.tmpdir",
        directory);
  }
}
