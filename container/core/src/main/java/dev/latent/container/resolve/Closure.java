package dev.latent.container.resolve;

import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.Requirement;
import dev.latent.container.finder.RegisteredPlugin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plugin and all plugins that it needs, directly or through others. Immutable.
 *
 * @param plugin the plugin
 * @param members all of them, each after those it needs (cycles broken in reference order), the
 *     plugin itself last
 * @param missing what is needed and not there; empty if the plugin can be resolved as far as can be
 *     told
 * @param wires who uses whom for what, in the order of members and then of their descriptors; what
 *     the host gives is left out
 * @param contested the requirements that several could fulfil; a framework may choose another
 *     provider than the one in {@code wires}, as {@code uses} constraints are not looked at here
 * @param problems what breaks rules of modules, and what was left out because of them; one of
 *     severity {@code ERROR} means that the plugin can't be resolved
 * @param reference the wiring of the reference run that it follows; null where nothing competes, or
 *     where there is none
 */
public record Closure(
    RegisteredPlugin plugin,
    List<RegisteredPlugin> members,
    List<Missing> missing,
    List<Wire> wires,
    List<Contested> contested,
    List<Problem> problems,
    @Nullable ReferenceWiring reference) {

  /** Makes a closure; lists are copied. */
  public Closure {
    members = List.copyOf(members);
    missing = List.copyOf(missing);
    wires = List.copyOf(wires);
    contested = List.copyOf(contested);
    problems = List.copyOf(problems);
  }

  /**
   * Makes a closure of which no more is known than its members.
   *
   * @param plugin the plugin
   * @param members all members, the plugin last
   * @param missing what is missing
   */
  public Closure(RegisteredPlugin plugin, List<RegisteredPlugin> members, List<Missing> missing) {
    this(plugin, members, missing, List.of(), List.of(), List.of(), null);
  }

  /**
   * Whether nothing is known that keeps the plugin from being resolved.
   *
   * @return true if nothing is missing and no problem is an error
   */
  public boolean resolvable() {
    for (Problem problem : problems) {
      if (problem.severity() == Problem.Severity.ERROR) {
        return false;
      }
    }
    return missing.isEmpty();
  }

  /**
   * What one member uses of others.
   *
   * @param user a member
   * @return its wires, in the order of its descriptor
   */
  public List<Wire> wiresOf(RegisteredPlugin user) {
    List<Wire> result = new ArrayList<>();
    for (Wire wire : wires) {
      if (wire.user().equals(user)) {
        result.add(wire);
      }
    }
    return result;
  }

  /**
   * One plugin uses something of another.
   *
   * @param user who uses it
   * @param provider who has it; another plugin than the user
   * @param namespace what kind of thing it is, see {@link
   *     dev.latent.container.descriptor.Namespaces}
   * @param name its name: the package, bundle, module, service type or the like; empty where the
   *     requirement names none
   */
  public record Wire(
      RegisteredPlugin user, RegisteredPlugin provider, String namespace, String name) {

    /** Written out, as that of a record is made at run time by its first use. */
    @Override
    public int hashCode() {
      return (user.hashCode() * 31 + provider.hashCode()) * 31 + name.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Wire wire
              && user.equals(wire.user)
              && provider.equals(wire.provider)
              && namespace.equals(wire.namespace)
              && name.equals(wire.name));
    }
  }

  /**
   * A requirement that several could fulfil.
   *
   * @param user who has the requirement
   * @param requirement the requirement
   * @param candidates the plugins that could, best first; the user itself may be among them
   * @param host whether the host could as well; then it was chosen
   */
  public record Contested(
      RegisteredPlugin user,
      Requirement requirement,
      List<RegisteredPlugin> candidates,
      boolean host) {

    /** Makes it; the list is copied. */
    public Contested {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * Something that is needed and that no plugin has.
   *
   * @param chain who needs it: the plugin first, each needing the next, the last one needing what
   *     is missing
   * @param what the requirement in words, for example {@code package acme.pdf [2.1,3)}
   * @param nearest what comes near, at most 20, for example {@code acme.pdf-core 2.1.0 exports
   *     acme.pdf 1.9.0}
   */
  public record Missing(List<RegisteredPlugin> chain, String what, List<String> nearest) {

    /** Makes it; lists are copied. */
    public Missing {
      chain = List.copyOf(chain);
      nearest = List.copyOf(nearest);
    }
  }
}
