package dev.latent.container.runtime.osgi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wire;
import org.osgi.resource.Wiring;

/** The wiring of the framework's own bundle, which needs nothing. */
record HostWiring(IndexResource host) implements Wiring {

  @Override
  public List<Capability> getResourceCapabilities(@Nullable String namespace) {
    return host.getCapabilities(namespace);
  }

  @Override
  public List<Requirement> getResourceRequirements(@Nullable String namespace) {
    return List.of();
  }

  @Override
  public List<Wire> getProvidedResourceWires(@Nullable String namespace) {
    return List.of();
  }

  @Override
  public List<Wire> getRequiredResourceWires(@Nullable String namespace) {
    return List.of();
  }

  @Override
  public Resource getResource() {
    return host;
  }
}
