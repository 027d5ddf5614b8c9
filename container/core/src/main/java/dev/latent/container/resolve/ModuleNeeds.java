package dev.latent.container.resolve;

import dev.latent.api.PluginKind;
import dev.latent.api.PluginVersion;
import dev.latent.container.descriptor.ModuleFacts;
import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.Offer;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The needs of layer plugins: the modules that they require and, so that {@code ServiceLoader} in
 * the plugin finds them, those that provide the services that they use. Automatic modules say what
 * they need, if at all, by importing packages or requiring bundles.
 */
final class ModuleNeeds implements NeedsReader {

  private final Supplier<HostCapabilities> host;
  private final Predicate<RegisteredPlugin> withdrawn;

  ModuleNeeds(Supplier<HostCapabilities> host, Predicate<RegisteredPlugin> withdrawn) {
    this.host = host;
    this.withdrawn = withdrawn;
  }

  @Override
  public List<Need> needs(PluginSet set, RegisteredPlugin plugin) {
    List<Need> needs = new ArrayList<>();
    ModuleFacts module = plugin.descriptor().module();
    if (module.automatic()) {
      for (Requirement requirement : plugin.descriptor().requirements()) {
        boolean wiring =
            requirement.namespace().equals(Namespaces.PACKAGE)
                || requirement.namespace().equals(Namespaces.BUNDLE);
        if (wiring && !"dynamic".equals(requirement.directives().get("resolution"))) {
          needs.add(imported(set, plugin, requirement));
        }
      }
    } else {
      for (ModuleFacts.Requires requires : module.requires()) {
        needs.add(required(set, plugin, requires));
      }
    }
    for (String service : module.uses()) {
      needs.add(used(set, plugin, service));
    }
    return needs;
  }

  private Need required(PluginSet set, RegisteredPlugin plugin, ModuleFacts.Requires requires) {
    List<RegisteredPlugin> candidates = new ArrayList<>();
    for (RegisteredPlugin candidate : set.providers(Namespaces.MODULE, requires.module())) {
      if (!candidate.equals(plugin)) {
        candidates.add(candidate);
      }
    }
    // Asking the host may mean to search its class path, so plugins come first here; what the host
    // shares wins all the same, or plugins could not hand it over to the host.
    boolean hostHasIt =
        (candidates.isEmpty() || shared(candidates))
            && !host.get().find(Namespaces.MODULE, requires.module()).isEmpty();
    if (hostHasIt) {
      candidates.clear();
    }
    if (candidates.size() > 1) {
      candidates.sort(new BestModule(requires));
    }
    return new Need(
        Namespaces.MODULE,
        requires.module(),
        null,
        requires.compiledVersion().isPresent() ? requires.compiledVersion().get().toString() : "",
        requires.isStatic() ? Need.Strength.AVOIDS_CIRCLES : Need.Strength.MANDATORY,
        false,
        hostHasIt,
        candidates);
  }

  private boolean shared(List<RegisteredPlugin> candidates) {
    for (RegisteredPlugin candidate : candidates) {
      for (ModuleFacts.Exports exports : candidate.descriptor().module().exports()) {
        if (!host.get().find(Namespaces.PACKAGE, exports.packageName()).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The version known at compile time first, then the highest, then reference order. */
  private record BestModule(ModuleFacts.Requires requires) implements Comparator<RegisteredPlugin> {

    @Override
    public int compare(RegisteredPlugin one, RegisteredPlugin other) {
      int order = Boolean.compare(compiledAgainst(other, requires), compiledAgainst(one, requires));
      if (order == 0) {
        order = other.id().version().compareTo(one.id().version());
      }
      return order == 0 ? ReferenceOrder.FIRST.compare(one, other) : order;
    }
  }

  private static boolean compiledAgainst(
      RegisteredPlugin candidate, ModuleFacts.Requires requires) {
    if (requires.compiledVersion().isEmpty()) {
      return false;
    }
    PluginVersion wanted = requires.compiledVersion().get();
    Optional<String> own = candidate.descriptor().module().version();
    return own.isPresent()
        ? PluginVersion.parseLenient(own.get()).equals(wanted)
        : candidate.id().version().equals(wanted);
  }

  private Need used(PluginSet set, RegisteredPlugin plugin, String service) {
    List<RegisteredPlugin> providers = new ArrayList<>();
    for (Offer offer : set.offers(service)) {
      RegisteredPlugin provider = offer.plugin();
      if (provider.kind() == PluginKind.LAYER
          && !provider.equals(plugin)
          && !providers.contains(provider)
          && !withdrawn.test(provider)) {
        providers.add(provider);
      }
    }
    providers.sort(ReferenceOrder.FIRST);
    return new Need(
        Namespaces.SERVICE,
        service,
        null,
        "",
        Need.Strength.AVOIDS_CIRCLES,
        true,
        false,
        providers);
  }

  private Need imported(PluginSet set, RegisteredPlugin plugin, Requirement requirement) {
    Candidates candidates = new Candidates(requirement);
    String name = candidates.key();
    String key = name == null ? "" : name;
    // The host's modules have no package versions, and a plugin finds none but theirs there.
    boolean hostHasIt = !host.get().find(requirement.namespace(), key).isEmpty();
    boolean own = plugin.descriptor().module().packages().contains(key);
    if (!hostHasIt && !own) {
      for (RegisteredPlugin candidate : set.providers(requirement.namespace(), key)) {
        if (!candidate.equals(plugin)) {
          candidates.add(candidate);
        }
      }
    }
    // Without a framework its packages are missed only by classes that would be used with one.
    boolean mandatory =
        !requirement.optional() && !own && !key.startsWith("org.osgi.") && !key.startsWith("java.");
    return new Need(
        requirement.namespace(),
        key,
        requirement,
        Candidates.versionText(requirement),
        mandatory ? Need.Strength.MANDATORY : Need.Strength.AVOIDS_CIRCLES,
        false,
        hostHasIt || own,
        candidates.bestFirst());
  }
}
