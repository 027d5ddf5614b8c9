package dev.latent.container.finder;

import dev.latent.api.DescriptorException;
import dev.latent.api.admin.Problem;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.DescriptorReading;
import dev.latent.container.descriptor.PluginDescriptor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
  private final Set<Integer> undecodable = ConcurrentHashMap.newKeySet();
  private final KindChoice kinds;
  private final @Nullable Function<PluginReference, DescriptorReading> reader;
  private final Notices notices;

  PluginTable(
      KindChoice kinds,
      @Nullable Function<PluginReference, DescriptorReading> reader,
      Notices notices) {
    this.kinds = kinds;
    this.reader = reader;
    this.notices = notices;
  }

  /**
   * Reads the descriptor of a plugin from its content, because the index has one that can't be
   * decoded. The next look at the plugin finds it changed, so that the index gets a new one.
   */
  PluginDescriptor readAgain(IndexedPlugin plugin, RuntimeException failure) {
    if (undecodable.add(plugin.serial())) {
      notices.tell(
          IndexNotice.Kind.CHANGED,
          "What the index has of "
              + plugin
              + " can't be decoded ("
              + failure
              + "), so it is read from its content.");
    }
    DescriptorReading reading = Indexing.reader(reader).apply(plugin.reference());
    if (reading.descriptor().isPresent()) {
      return reading.descriptor().get();
    }
    StringBuilder why = new StringBuilder();
    for (Problem problem : reading.problems()) {
      why.append(' ').append(problem.message());
    }
    throw new DescriptorException(
        plugin.id(),
        "What the index has of "
            + plugin
            + " can't be decoded, and neither can its content be read:"
            + (why.isEmpty() ? " it is no plugin any more." : why.toString())
            + " Put the jar there again.",
        failure);
  }

  /** Whether what the index has of a content could not be decoded. */
  boolean isUndecodable(int serial) {
    return undecodable.contains(serial);
  }

  KindChoice kinds() {
    return kinds;
  }

  /** The first set takes the serials below a number. */
  void reserve(int serials) {
    nextSerial.set(serials);
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
    undecodable.remove(serial);
  }
}
