package dev.latent.container.runtime.osgi;

import java.util.Comparator;
import org.osgi.framework.Version;
import org.osgi.resource.Capability;
import org.osgi.service.resolver.HostedCapability;

/**
 * The order in which a framework prefers providers when nothing but itself is resolved: itself
 * first, then by version, highest first, then in the order of installation. The frameworks differ
 * in which namespaces have versions, and in how a capability that a fragment adds to its host is
 * compared: Felix looks at its version alone.
 */
final class CandidateOrder implements Comparator<Capability> {

  private final FrameworkKind kind;

  CandidateOrder(FrameworkKind kind) {
    this.kind = kind;
  }

  @Override
  public int compare(Capability one, Capability other) {
    boolean placed =
        kind == FrameworkKind.EQUINOX
            || !(one instanceof HostedCapability || other instanceof HostedCapability);
    if (placed) {
      int resolved = Boolean.compare(position(other) == 0, position(one) == 0);
      if (resolved != 0) {
        return resolved;
      }
    }
    int order = version(other).compareTo(version(one));
    return order == 0 && placed ? Integer.compare(position(one), position(other)) : order;
  }

  private static int position(Capability capability) {
    Capability declared =
        capability instanceof HostedCapability hosted ? hosted.getDeclaredCapability() : capability;
    return ((IndexResource) declared.getResource()).position();
  }

  private Version version(Capability capability) {
    String attribute =
        switch (capability.getNamespace()) {
          case "osgi.wiring.package" -> "version";
          case "osgi.wiring.bundle" -> "bundle-version";
          case "osgi.wiring.host" -> kind == FrameworkKind.EQUINOX ? "bundle-version" : "";
          default -> kind == FrameworkKind.EQUINOX ? "version" : "";
        };
    return capability.getAttributes().get(attribute) instanceof Version version
        ? version
        : Version.emptyVersion;
  }
}
