package dev.latent.container.runtime.osgi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolveContext;

/**
 * What a resolver is told for a part of the reference run: the framework is resolved, the bundles
 * of the part are there and may be. Used by one thread.
 */
final class ReferenceContext extends ResolveContext {

  private final ReferenceIndex index;
  private final List<Resource> bundles;
  private final ReferenceLimit limit;

  ReferenceContext(ReferenceIndex index, List<IndexResource> part, ReferenceLimit limit) {
    this.index = index;
    this.bundles = new ArrayList<>(part);
    this.limit = limit;
  }

  @Override
  public List<Capability> findProviders(Requirement requirement) {
    // The caller keeps and changes it.
    return new ArrayList<>(index.providers((IndexResource.Needed) requirement));
  }

  @Override
  public Collection<Resource> getOptionalResources() {
    return new ArrayList<>(bundles); // resolvers take away what they give up
  }

  @Override
  public Collection<Resource> findRelatedResources(Resource resource) {
    return index.fragmentsOf(resource);
  }

  @Override
  public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
    int found = Collections.binarySearch(capabilities, hosted, index.order());
    int at = found < 0 ? -found - 1 : found;
    capabilities.add(at, hosted);
    return at;
  }

  @Override
  public boolean isEffective(Requirement requirement) {
    return true; // others were left out before
  }

  @Override
  public void onCancel(Runnable cancellation) {
    limit.ends(cancellation);
  }

  /** Leaves bundles out. Whether there were any. */
  boolean leaveOut(Collection<? extends Resource> resources) {
    return bundles.removeAll(resources);
  }

  @Override
  public Map<Resource, Wiring> getWirings() {
    return Map.of(index.host(), new HostWiring(index.host()));
  }
}
