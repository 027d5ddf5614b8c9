package dev.latent.container.finder;

import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.ServiceOffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All plugins of a container at one moment, in reference order, and the ways to find one. Immutable
 * and thread-safe; a change of the finders makes a new set with a higher generation.
 *
 * <p>Answers come from the index: none of them costs more for plugins that are not part of the
 * answer.
 */
public interface PluginSet {

  /**
   * Counts the changes.
   *
   * @return higher than that of any set before it
   */
  long generation();

  /**
   * How many plugins there are.
   *
   * @return the number
   */
  int size();

  /**
   * All plugins.
   *
   * @return in reference order; a view that makes an element when it is asked for
   */
  List<RegisteredPlugin> all();

  /**
   * A digest of which plugins there are, in which order, as which kinds and with which content. The
   * same in another process that finds the same.
   *
   * @return 64 bits; computed on each call, for some milliseconds where there are thousands
   */
  default long digest() {
    return SetDigest.of(this);
  }

  /**
   * The plugin in a place of a finder.
   *
   * @param location as {@link dev.latent.api.spi.PluginReference#location()}
   * @return the plugin, or null
   */
  @Nullable RegisteredPlugin at(String location);

  /**
   * The plugins of one name.
   *
   * @param name a symbolic name or module name
   * @return highest version first, equal versions in reference order; empty if there is none
   */
  List<RegisteredPlugin> named(String name);

  /**
   * The plugins that have a capability in a namespace whose main attribute has a value: the
   * exporters of a package, the bundle or module of a name, the extender of a name.
   *
   * @param namespace one of {@link dev.latent.container.descriptor.Namespaces}, or any other
   * @param key the value of the attribute that is named like the namespace
   * @return in reference order; candidates only, versions and filters are for the caller to check
   */
  List<RegisteredPlugin> providers(String namespace, String key);

  /**
   * The fragments that name a host.
   *
   * @param hostName the symbolic name of the host
   * @return in reference order
   */
  List<RegisteredPlugin> fragmentsOf(String hostName);

  /**
   * What is offered under a type.
   *
   * @param typeName a fully qualified name
   * @return best first: by ranking, then reference order; offers of plugins in the kind they run as
   */
  List<Offer> offers(String typeName);

  /**
   * What one plugin of the set offers as the kind that it runs as.
   *
   * @param plugin a plugin of this set
   * @return its offers, in the order of its descriptor
   */
  default List<Offer> offersOf(RegisteredPlugin plugin) {
    List<Offer> result = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (ServiceOffer stated : plugin.descriptor().offers(plugin.kind())) {
      for (Offer offer : offers(stated.types().get(0))) {
        if (offer.plugin().equals(plugin) && seen.add(offer.index())) {
          result.add(offer);
        }
      }
    }
    result.sort((one, other) -> Integer.compare(one.index(), other.index()));
    return result;
  }

  /**
   * All types that anything is offered under.
   *
   * @return in the order of their names
   */
  List<String> offeredTypes();

  /**
   * What is wrong with single plugins or the whole set, also of those that could not be read and so
   * are not part of the set.
   *
   * @return in reference order
   */
  List<Problem> problems();
}
