package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginKind;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.RequirementMatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.resource.Capability;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/**
 * A bundle that need not be installed, as a resolver sees it: what its descriptor says. The
 * framework's own bundle is one too. Identity is equality. Used by one thread.
 */
final class IndexResource implements Resource {

  private final @Nullable RegisteredPlugin plugin;
  private final int position;
  private final List<Capability> capabilities = new ArrayList<>();
  private final List<Requirement> requirements = new ArrayList<>();
  private final List<Needed> settled = new ArrayList<>();

  private IndexResource(@Nullable RegisteredPlugin plugin, int position) {
    this.plugin = plugin;
    this.position = position;
  }

  /** The framework's bundle, the first of all. */
  static IndexResource ofHost(List<dev.latent.container.descriptor.Capability> capabilities) {
    IndexResource host = new IndexResource(null, 0);
    host.add(capabilities);
    return host;
  }

  /** All bundles of a set. */
  static List<IndexResource> all(PluginSet set) {
    List<IndexResource> all = new ArrayList<>();
    for (RegisteredPlugin plugin : set.all()) {
      if (plugin.kind() == PluginKind.BUNDLE && plugin.descriptor().bundle()) {
        all.add(of(plugin, all.size() + 1));
      }
    }
    return all;
  }

  /**
   * A plugin.
   *
   * @param position its place in the order of installation, from 1
   */
  static IndexResource of(RegisteredPlugin plugin, int position) {
    IndexResource resource = new IndexResource(plugin, position);
    resource.add(plugin.descriptor().capabilities());
    for (dev.latent.container.descriptor.Requirement declared :
        plugin.descriptor().requirements()) {
      if (declared.effectiveAtResolve()
          && !"dynamic".equals(declared.directives().get("resolution"))
          && !declared.namespace().equals(Namespaces.MODULE)) {
        resource.requirements.add(new Needed(resource, declared, new RequirementMatch(declared)));
      }
    }
    return resource;
  }

  private void add(List<dev.latent.container.descriptor.Capability> declared) {
    for (dev.latent.container.descriptor.Capability capability : declared) {
      String effective = capability.directives().get("effective");
      if (effective == null || effective.equals("resolve")) {
        capabilities.add(
            new Provided(this, capability, FrameworkAttributes.of(capability.attributes())));
      }
    }
  }

  /** The plugin; null for the framework's bundle. */
  @Nullable RegisteredPlugin plugin() {
    return plugin;
  }

  /** Takes requirements away from what is left to resolve. */
  void settle(List<Needed> decided) {
    settled.addAll(decided);
    requirements.removeAll(decided);
  }

  /** The requirements that were taken away. */
  List<Needed> settled() {
    return settled;
  }

  /** Its place in the order of installation. */
  int position() {
    return position;
  }

  @Override
  public List<Capability> getCapabilities(@Nullable String namespace) {
    return of(namespace, capabilities, Capability::getNamespace);
  }

  @Override
  public List<Requirement> getRequirements(@Nullable String namespace) {
    return of(namespace, requirements, Requirement::getNamespace);
  }

  private static <T> List<T> of(
      @Nullable String namespace, List<T> all, Function<T, String> namespaceOf) {
    if (namespace == null) {
      return all;
    }
    List<T> found = new ArrayList<>();
    for (T each : all) {
      if (namespaceOf.apply(each).equals(namespace)) {
        found.add(each);
      }
    }
    return found;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return position;
  }

  @Override
  public String toString() {
    return plugin == null ? "the framework" : plugin.id().toString();
  }

  /** A capability. */
  static final class Provided implements Capability {

    private final IndexResource resource;
    private final dev.latent.container.descriptor.Capability declared;
    private final Map<String, Object> attributes;

    Provided(
        IndexResource resource,
        dev.latent.container.descriptor.Capability declared,
        Map<String, Object> attributes) {
      this.resource = resource;
      this.declared = declared;
      this.attributes = attributes;
    }

    dev.latent.container.descriptor.Capability declared() {
      return declared;
    }

    /** The value of the attribute that is named like the namespace; empty if there is none. */
    String name() {
      Object name = attributes.get(declared.namespace());
      return name == null ? "" : name.toString();
    }

    @Override
    public String getNamespace() {
      return declared.namespace();
    }

    @Override
    public Map<String, String> getDirectives() {
      return declared.directives();
    }

    @Override
    public Map<String, Object> getAttributes() {
      return attributes;
    }

    @Override
    public IndexResource getResource() {
      return resource;
    }

    @Override
    public String toString() {
      return declared.namespace() + " " + attributes;
    }
  }

  /** A requirement. */
  static final class Needed implements Requirement {

    private final IndexResource resource;
    private final dev.latent.container.descriptor.Requirement declared;
    private final RequirementMatch match;
    private final Map<String, String> directives;

    Needed(
        IndexResource resource,
        dev.latent.container.descriptor.Requirement declared,
        RequirementMatch match) {
      this.resource = resource;
      this.declared = declared;
      this.match = match;
      if (declared.namespace().equals(Namespaces.HOST)) {
        // A fragment attaches to every host that it fits.
        directives = new LinkedHashMap<>(declared.directives());
        directives.put("cardinality", "multiple");
      } else {
        directives = declared.directives();
      }
    }

    RequirementMatch match() {
      return match;
    }

    @Override
    public String getNamespace() {
      return declared.namespace();
    }

    @Override
    public Map<String, String> getDirectives() {
      return directives;
    }

    @Override
    public Map<String, Object> getAttributes() {
      return declared.attributes();
    }

    @Override
    public IndexResource getResource() {
      return resource;
    }

    @Override
    public String toString() {
      return declared.namespace() + " " + directives;
    }
  }
}
