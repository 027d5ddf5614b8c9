package dev.latent.container.finder;

import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.ServiceOffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An offer whose attributes stay bytes until they are asked for. */
final class IndexedOffer implements Offer {

  private final IndexedPlugin plugin;
  private final int index;
  private final int ranking;
  private volatile @Nullable DescriptorIndex source;
  private final int entry;
  private volatile @Nullable Map<String, Object> attributes;

  IndexedOffer(IndexedPlugin plugin, int index, int ranking, DescriptorIndex source, int entry) {
    this.plugin = plugin;
    this.index = index;
    this.ranking = ranking;
    this.source = source;
    this.entry = entry;
  }

  @Override
  public RegisteredPlugin plugin() {
    return plugin;
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public int ranking() {
    return ranking;
  }

  @Override
  public Map<String, Object> attributes() {
    Map<String, Object> known = attributes;
    if (known == null) {
      DescriptorIndex from = source;
      known = from == null ? stated().attributes() : decoded(from);
      attributes = known;
      source = null;
    }
    return known;
  }

  private Map<String, Object> decoded(DescriptorIndex from) {
    try {
      return from.attributes(entry, index);
    } catch (RuntimeException notDecodable) {
      return plugin.again(notDecodable).offers().get(index).attributes();
    }
  }

  @Override
  public ServiceOffer stated() {
    return plugin.descriptor().offers().get(index);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexedOffer offer && offer.plugin == plugin && offer.index == index;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(plugin) * 31 + index;
  }

  @Override
  public String toString() {
    return "offer " + index + " of " + plugin;
  }
}
