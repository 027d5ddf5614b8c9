package dev.latent.container.resolve;

import dev.latent.container.descriptor.Namespaces;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.PluginSet;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The needs of bundles: their requirements, and the fragments that attach to them. */
final class BundleNeeds implements NeedsReader {

  private final Supplier<HostCapabilities> host;

  BundleNeeds(Supplier<HostCapabilities> host) {
    this.host = host;
  }

  @Override
  public List<Need> needs(PluginSet set, RegisteredPlugin plugin) {
    List<Need> needs = new ArrayList<>();
    for (Requirement requirement : plugin.descriptor().requirements()) {
      // A dynamic import is wired by the framework when a class asks for it, never before.
      if (requirement.effectiveAtResolve()
          && !"dynamic".equals(requirement.directives().get("resolution"))
          && !requirement.namespace().equals(Namespaces.MODULE)) {
        needs.add(need(set, requirement));
      }
    }
    addFragments(needs, set, plugin);
    return needs;
  }

  private Need need(PluginSet set, Requirement requirement) {
    Candidates candidates = new Candidates(requirement);
    String key = candidates.key();
    boolean hostHasIt = candidates.anyOf(host.get().find(requirement.namespace(), key));
    // With nothing to look up by all descriptors are read; such requirements are rare.
    List<RegisteredPlugin> asked =
        key == null ? set.all() : set.providers(requirement.namespace(), key);
    for (RegisteredPlugin plugin : asked) {
      if (plugin.descriptor().bundle()) {
        candidates.add(plugin);
      }
    }
    return new Need(
        requirement.namespace(),
        key == null ? "" : key,
        requirement,
        requirement.namespace().equals(Namespaces.EXECUTION_ENVIRONMENT)
            ? EnvironmentWords.needed(requirement.filter())
            : Candidates.versionText(requirement),
        requirement.optional() ? Need.Strength.OPTIONAL : Need.Strength.MANDATORY,
        "multiple".equals(requirement.directives().get("cardinality")),
        hostHasIt,
        candidates.bestFirst());
  }

  @Override
  public List<String> nearestOfHost(Need need) {
    return need.namespace().equals(Namespaces.EXECUTION_ENVIRONMENT)
        ? EnvironmentWords.present(host.get(), need.name())
        : List.of();
  }

  private static void addFragments(List<Need> needs, PluginSet set, RegisteredPlugin plugin) {
    for (RegisteredPlugin fragment : set.fragmentsOf(plugin.id().name())) {
      if (!fragment.equals(plugin) && attaches(fragment, plugin)) {
        needs.add(
            new Need(
                Need.FRAGMENT,
                fragment.id().name(),
                null,
                "",
                Need.Strength.OPTIONAL,
                false,
                false,
                List.of(fragment)));
      }
    }
  }

  private static boolean attaches(RegisteredPlugin fragment, RegisteredPlugin plugin) {
    for (Requirement requirement : fragment.descriptor().requirements()) {
      if (requirement.namespace().equals(Namespaces.HOST)) {
        return new Candidates(requirement).anyOf(plugin.descriptor().capabilities());
      }
    }
    return false;
  }
}
