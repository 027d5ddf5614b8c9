package dev.latent.container.finder;

import dev.latent.container.descriptor.ServiceOffer;
import java.util.Map;

/**
 * One service that a plugin of a {@link PluginSet} promises. Thread-safe; what costs decoding is
 * decoded on first call. Two are equal if plugin and place in its descriptor are the same.
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
   * All of it, decoding the descriptor.
   *
   * @return the offer as the descriptor states it
   */
  ServiceOffer stated();
}
