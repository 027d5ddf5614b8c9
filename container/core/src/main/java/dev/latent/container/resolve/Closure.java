package dev.latent.container.resolve;

import dev.latent.container.finder.RegisteredPlugin;
import java.util.List;

/**
 * A plugin and all plugins that it needs, directly or through others. Immutable.
 *
 * @param plugin the plugin
 * @param members all of them, each after those it needs (cycles broken in reference order), the
 *     plugin itself last
 * @param missing what is needed and not there; empty if the plugin can be resolved as far as can be
 *     told
 */
public record Closure(
    RegisteredPlugin plugin, List<RegisteredPlugin> members, List<Missing> missing) {

  /** Makes a closure; lists are copied. */
  public Closure {
    members = List.copyOf(members);
    missing = List.copyOf(missing);
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
