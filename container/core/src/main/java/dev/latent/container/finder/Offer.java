package dev.latent.container.finder;

import dev.latent.container.descriptor.ServiceOffer;
import java.util.Map;

/**
 * One service that a plugin of a {@link PluginSet} promises. Thread-safe; what costs decoding is
 * decoded on first call. Two that a set gives are equal if plugin and place in its descriptor are
 * the same.
 */
public interface Offer {

  /**
   * Who promises it.
   *
   * @return the plugin
   */
  RegisteredPlugin plugin();

  /**
   * Its place among the offers of the plugin's descriptor.
   *
   * @return an index into {@link dev.latent.container.descriptor.PluginDescriptor#offers()}
   */
  int index();

  /**
   * The ranking, without decoding anything.
   *
   * @return {@code service.ranking}
   */
  int ranking();

  /**
   * The attributes as filters see them, without decoding the rest of the descriptor.
   *
   * @return an immutable map with keys in any case
   */
  Map<String, Object> attributes();

  /**
   * Whether a component makes the service, so that there may be none, one or several of it: with
   * the configurations and services that the component depends on. Decodes nothing where the offer
   * comes from an index.
   *
   * @return true if the promise stands in component XML
   */
  default boolean component() {
    return stated().component().isPresent();
  }

  /**
   * Tells it from the other offers of its plugin, those included that stand in its place for
   * different configurations of one component.
   *
   * @return a key with equality
   */
  default Object key() {
    return index();
  }

  /**
   * Its place among several that hold for one component.
   *
   * @return 0 for the first or only one
   */
  default int part() {
    return 0;
  }

  /**
   * All of it, decoding the descriptor.
   *
   * @return the offer as the descriptor states it
   */
  ServiceOffer stated();
}
