package dev.latent.container.finder;

import dev.latent.api.PluginId;
import dev.latent.api.PluginKind;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.PluginDescriptor;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/**
 * A plugin whose descriptor stays in the index until it is asked for, and softly after. Identity is
 * equality. Thread-safe without locks: two threads that ask first may both decode.
 */
final class IndexedPlugin implements RegisteredPlugin {

  /** Where its bytes are; replaced as a whole when a newer index holds the same content. */
  private record Place(FinderRoot root, DescriptorIndex index, int entry) {}

  private final PluginTable table;
  private final int serial;
  private final PluginId id;
  private final String location;
  private final boolean bundle;
  private final int order;
  private volatile Place place;
  private volatile @Nullable SoftReference<PluginDescriptor> descriptor;
  private volatile long verifiedAt;
  private volatile boolean verified;

  IndexedPlugin(PluginTable table, int serial, FinderRoot root, DescriptorIndex index, int entry) {
    this.table = table;
    this.serial = serial;
    this.place = new Place(root, index, entry);
    this.id = index.id(entry);
    this.location = index.location(entry);
    this.bundle = index.isBundle(entry);
    this.order = index.order(entry);
  }

  @Override
  public PluginId id() {
    return id;
  }

  @Override
  public PluginKind kind() {
    return table.kinds().kind(id.name(), bundle);
  }

  @Override
  public int order() {
    return order;
  }

  @Override
  public PluginDescriptor descriptor() {
    SoftReference<PluginDescriptor> kept = descriptor;
    PluginDescriptor known = kept == null ? null : kept.get();
    if (known == null) {
      Place now = place;
      try {
        known = now.index().descriptor(now.entry());
      } catch (RuntimeException notDecodable) {
        return again(notDecodable);
      }
      descriptor = new SoftReference<>(known);
    }
    return known;
  }

  /** The descriptor from the content, because the index can't be decoded. */
  PluginDescriptor again(RuntimeException notDecodable) {
    PluginDescriptor read = table.readAgain(this, notDecodable);
    descriptor = new SoftReference<>(read);
    return read;
  }

  @Override
  public boolean statesPolicy() {
    Place now = place;
    return now.index().statesPolicy(now.entry());
  }

  @Override
  public PluginReference reference() {
    FinderRoot from = root();
    PluginReference reference = from.reference(location);
    return reference == null
        ? new GoneContent(id, RootNames.describe(from.finder()), location)
        : reference;
  }

  boolean isOf(PluginTable other) {
    return table == other;
  }

  String location() {
    return location;
  }

  FinderRoot root() {
    return place.root();
  }

  /** The content that the descriptor was read from. */
  ContentStamp stamp() {
    ContentStamp newer = table.newerStamp(serial);
    if (newer != null) {
      return newer;
    }
    Place now = place;
    return now.index().stamp(now.entry());
  }

  int serial() {
    return serial;
  }

  boolean verifiedSince(long nanoTime) {
    return verified && verifiedAt - nanoTime >= 0;
  }

  void verifiedAt(long nanoTime) {
    verifiedAt = nanoTime;
    verified = true;
  }

  void moved(FinderRoot root, DescriptorIndex index, int entry) {
    place = new Place(root, index, entry);
  }

  @Override
  public String toString() {
    return id + " (" + location + ")";
  }
}
