package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.IndexEntry;
import dev.latent.container.descriptor.IndexWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the next plugin set of what a pass over the finders found. Plugins that were there keep
 * their object and their place in the reference order, later arrivals are appended; the file gets
 * the order that a fresh start would give. Used by one thread.
 */
final class SetUpdate {

  private final IndexedPluginSet after;
  private final byte[] fileBytes;

  private SetUpdate(IndexedPluginSet after, byte[] fileBytes) {
    this.after = after;
    this.fileBytes = fileBytes;
  }

  IndexedPluginSet after() {
    return after;
  }

  /** The index as the next start should find it. */
  byte[] fileBytes() {
    return fileBytes;
  }

  /** Makes the first set, from an older index or from nothing. */
  static SetUpdate first(Indexing pass, FinderRoot[] roots, PluginTable table) {
    List<IndexEntry> entries = new ArrayList<>(pass.items().size());
    for (Indexing.Item item : pass.items()) {
      entries.add(item.read().placed(item.root, -1));
    }
    byte[] bytes = IndexWriter.write(names(roots), entries);
    DescriptorIndex index = open(bytes);
    table.reserve(index.entries());
    return new SetUpdate(
        new IndexedPluginSet(1, index, roots, table, null, pass.problems()), bytes);
  }

  /** Makes a later set. */
  static SetUpdate next(
      IndexedPluginSet before, Indexing pass, FinderRoot[] roots, PluginTable table) {
    DescriptorIndex old = before.index();
    Map<PluginFinder, Integer> oldRoots = new HashMap<>();
    for (int i = 0; i < before.roots().length; i++) {
      oldRoots.put(before.roots()[i].finder(), i);
    }
    int nextOrder = 0;
    for (int entry = 0; entry < old.entries(); entry++) {
      nextOrder = Math.max(nextOrder, old.order(entry) + 1);
    }
    List<IndexEntry> canonical = new ArrayList<>(pass.items().size());
    List<IndexEntry> running = new ArrayList<>(pass.items().size());
    Map<Indexing.Target, Integer> serials = new HashMap<>();
    for (Indexing.Item item : pass.items()) {
      Integer oldRoot = oldRoots.get(roots[item.root].finder());
      int known =
          item.taken >= 0 ? item.taken : oldRoot == null ? -1 : old.find(oldRoot, item.location);
      IndexEntry entry = item.read();
      int serial;
      if (item.taken >= 0) {
        serial = before.serial(item.taken);
        ContentStamp newer = table.newerStamp(serial);
        entry = newer == null ? entry : entry.stamped(newer);
      } else {
        serial = table.freshSerial();
      }
      canonical.add(entry.placed(item.root, -1));
      running.add(entry.placed(item.root, known >= 0 ? old.order(known) : nextOrder++));
      serials.put(new Indexing.Target(item.root, item.location), serial);
    }
    running.sort(Comparator.comparingInt(IndexEntry::order));
    byte[] fileBytes = IndexWriter.write(names(roots), canonical);
    DescriptorIndex index = open(IndexWriter.write(names(roots), running));
    int[] serialOf = new int[index.entries()];
    for (int entry = 0; entry < serialOf.length; entry++) {
      Integer serial = serials.get(new Indexing.Target(index.rootOf(entry), index.location(entry)));
      serialOf[entry] = serial == null ? table.freshSerial() : serial;
    }
    return new SetUpdate(
        new IndexedPluginSet(
            before.generation() + 1, index, roots, table, serialOf, pass.problems()),
        fileBytes);
  }

  private static List<String> names(FinderRoot[] roots) {
    return Arrays.stream(roots).map(FinderRoot::name).toList();
  }

  private static DescriptorIndex open(byte[] bytes) {
    DescriptorIndex index = DescriptorIndex.open(bytes);
    if (index == null) {
      throw new IllegalStateException("An index was written that can't be read");
    }
    return index;
  }

  /** Tells what a set has that another has not, and moves the plugins that both have. */
  static PluginSetChange change(
      IndexedPluginSet before, IndexedPluginSet after, PluginTable table, String reason) {
    Map<Integer, Integer> left = new HashMap<>();
    for (int entry = 0; entry < before.size(); entry++) {
      left.put(before.serial(entry), entry);
    }
    List<IndexedPlugin> arrived = new ArrayList<>();
    for (int entry = 0; entry < after.size(); entry++) {
      int serial = after.serial(entry);
      if (left.remove(serial) == null) {
        arrived.add(after.plugin(entry));
      } else {
        IndexedPlugin known = table.known(serial);
        if (known != null) {
          known.moved(after.index(), entry);
        }
      }
    }
    List<RegisteredPlugin> removed = new ArrayList<>();
    Map<String, IndexedPlugin> gone = new HashMap<>();
    left.values().stream()
        .sorted()
        .forEach(
            entry -> {
              IndexedPlugin plugin = before.plugin(entry);
              removed.add(plugin);
              gone.put(place(plugin), plugin);
            });
    List<RegisteredPlugin> added = new ArrayList<>();
    List<PluginSetChange.Replacement> replaced = new ArrayList<>();
    for (IndexedPlugin plugin : arrived) {
      IndexedPlugin old = gone.get(place(plugin));
      if (old == null) {
        added.add(plugin);
      } else {
        replaced.add(new PluginSetChange.Replacement(old, plugin));
        removed.remove(old);
      }
    }
    for (int serial : left.keySet()) {
      table.forget(serial);
    }
    return new PluginSetChange(before, after, added, removed, replaced, reason);
  }

  private static String place(IndexedPlugin plugin) {
    return plugin.root().name() + "/" + plugin.location();
  }
}
