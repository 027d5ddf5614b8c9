package dev.latent.container.finder;

import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.DescriptorIndex;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The plugin objects of one registry, made when first asked for and kept from set to set, so that
 * one object stands for one content. A serial number names a content: the number of the entry in
 * the first set, a fresh one for each content that came later. Thread-safe.
 */
final class PluginTable {

  private final ConcurrentHashMap<Integer, IndexedPlugin> plugins = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Integer, ContentStamp> stamps = new ConcurrentHashMap<>();
  private final AtomicInteger stampsTaken = new AtomicInteger();
  private final AtomicInteger nextSerial = new AtomicInteger();
  private final KindChoice kinds;

  PluginTable(KindChoice kinds) {
    this.kinds = kinds;
  }

  KindChoice kinds() {
    return kinds;
  }

  /** The first set takes the serials below a number. */
  void reserve(int serials) {
    int before = nextSerial.get();
    while (before < serials && !nextSerial.compareAndSet(before, serials)) {
      before = nextSerial.get();
    }
  }

  int freshSerial() {
    return nextSerial.getAndIncrement();
  }

  IndexedPlugin plugin(int serial, FinderRoot[] roots, DescriptorIndex index, int entry) {
    IndexedPlugin known = plugins.get(serial);
    if (known != null) {
      return known;
    }
    IndexedPlugin made = new IndexedPlugin(this, serial, roots[index.rootOf(entry)], index, entry);
    IndexedPlugin before = plugins.putIfAbsent(serial, made);
    return before == null ? made : before;
  }

  /** The plugin of a serial, if anybody asked for it before. */
  @Nullable IndexedPlugin known(int serial) {
    return plugins.get(serial);
  }

  /** The same content was found under another shortcut than the index has. */
  void stamp(int serial, ContentStamp found) {
    stamps.put(serial, found);
    stampsTaken.incrementAndGet();
  }

  /** Grows with each new stamp. */
  int stampsTaken() {
    return stampsTaken.get();
  }

  /** The stamp that was found since the index was written, if any. */
  @Nullable ContentStamp newerStamp(int serial) {
    return stamps.get(serial);
  }

  void forget(int serial) {
    plugins.remove(serial);
    stamps.remove(serial);
  }
}
