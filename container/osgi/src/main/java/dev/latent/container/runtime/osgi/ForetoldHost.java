package dev.latent.container.runtime.osgi;

import dev.latent.api.PluginKind;
import dev.latent.container.descriptor.Capability;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import dev.latent.container.resolve.HostCapabilities;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the host has for bundles where no framework ever said so: what was foretold, and, for what
 * depends on the machine, what a framework says that is asked then. Thread-safe.
 */
final class ForetoldHost implements HostCapabilities {

  /** Where each framework has words of its own for the machine. */
  private static final List<String> OF_MACHINE = List.of("osgi.native", "eclipse.platform");

  private final List<Capability> all;
  private final HostCapabilities foretold;
  private final Supplier<HostCapabilities> framework;
  private volatile @Nullable Looked looked;

  /** What was found of a set. */
  private record Looked(PluginSet set, long generation, boolean suffices) {}

  ForetoldHost(List<Capability> foretold, Supplier<HostCapabilities> framework) {
    this.all = foretold;
    this.foretold = HostCapabilities.of(foretold);
    this.framework = framework;
  }

  /** What was foretold. */
  List<Capability> foretold() {
    return all;
  }

  /** Whether all can be resolved that a set requires without asking a framework. */
  boolean suffices(PluginSet set) {
    Looked known = looked;
    if (known == null || !known.set().equals(set) || known.generation() != set.generation()) {
      known = new Looked(set, set.generation(), nothingOfMachine(set));
      looked = known;
    }
    return known.suffices();
  }

  private static boolean nothingOfMachine(PluginSet set) {
    for (RegisteredPlugin plugin : set.all()) {
      if (plugin.kind() == PluginKind.BUNDLE) {
        for (Requirement requirement : plugin.descriptor().requirements()) {
          if (OF_MACHINE.contains(requirement.namespace())) {
            return false;
          }
        }
      }
    }
    return true;
  }

  @Override
  public List<Capability> find(String namespace, @Nullable String key) {
    boolean identity =
        namespace.equals(Namespaces.IDENTITY)
            && (key == null || !foretold.find(namespace, key).isEmpty());
    return identity || OF_MACHINE.contains(namespace)
        ? framework.get().find(namespace, key)
        : foretold.find(namespace, key);
  }
}
