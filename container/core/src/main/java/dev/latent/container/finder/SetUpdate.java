package dev.latent.container.finder;

import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.IndexEntry;
import dev.latent.container.descriptor.IndexWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next plugin set of what a pass over the finders found. Plugins that were there keep
 * their object and their place in the reference order, later arrivals are appended; the file gets
 * the order that a fresh start would give. Used by one thread.
 */
final class SetUpdate {

  private final IndexedPluginSet after;
  private final byte @Nullable [] fileBytes;

  private SetUpdate(IndexedPluginSet after, byte @Nullable [] fileBytes) {
    this.after = after;
    this.fileBytes = fileBytes;
  }

  IndexedPluginSet after() {
    return after;
  }

  /**
   * The index as the next start should find it: of the finders that it will begin with. Null where
   * some of these take no part any more, so that nothing new is known of them.
   */
  byte @Nullable [] fileBytes() {
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

  /**
   * Makes a later set.
   *
   * @param start the finders that the container began with
   */
  static SetUpdate next(
      IndexedPluginSet before,
      Indexing pass,
      FinderRoot[] roots,
      FinderRoot[] start,
      PluginTable table) {
    DescriptorIndex old = before.index();
    Moves moves = new Moves(before, roots);
    int nextOrder = 0;
    for (int entry = 0; entry < old.entries(); entry++) {
      nextOrder = Math.max(nextOrder, old.order(entry) + 1);
    }
    List<IndexEntry> canonical = new ArrayList<>(pass.items().size());
    List<IndexEntry> running = new ArrayList<>(pass.items().size());
    Map<Indexing.Target, Integer> serials = new HashMap<>();
    for (Indexing.Item item : pass.items()) {
      Indexing.Target target = new Indexing.Target(roots[item.root], item.location);
      IndexEntry entry = item.read();
      int same = item.taken >= 0 ? item.taken : moves.take(item.location, entry);
      int known = same >= 0 ? same : before.find(target);
      int serial;
      if (same >= 0) {
        serial = before.serial(same);
        ContentStamp newer = table.newerStamp(serial);
        entry = newer == null || item.taken < 0 ? entry : entry.stamped(newer);
      } else {
        serial = table.freshSerial();
      }
      int startRoot = Arrays.asList(start).indexOf(roots[item.root]);
      if (startRoot >= 0) {
        canonical.add(entry.placed(startRoot, -1));
      }
      running.add(entry.placed(item.root, known >= 0 ? old.order(known) : nextOrder++));
      serials.put(target, serial);
    }
    running.sort(Comparator.comparingInt(IndexEntry::order));
    DescriptorIndex index = open(IndexWriter.write(names(roots), running));
    int[] serialOf = new int[index.entries()];
    for (int entry = 0; entry < serialOf.length; entry++) {
      Integer serial =
          serials.get(new Indexing.Target(roots[index.rootOf(entry)], index.location(entry)));
      serialOf[entry] = serial == null ? table.freshSerial() : serial;
    }
    return new SetUpdate(
        new IndexedPluginSet(
            before.generation() + 1, index, roots, table, serialOf, pass.problems()),
        Arrays.asList(roots).containsAll(Arrays.asList(start))
            ? IndexWriter.write(names(start), inOrderOf(start, canonical))
            : null);
  }

  /**
   * The content of finders that take no part any more: where another finder gives the same at the
   * same location, the plugin stays, active or not.
   */
  private static final class Moves {

    private final IndexedPluginSet before;
    private final Map<String, List<Integer>> gone = new HashMap<>();

    Moves(IndexedPluginSet before, FinderRoot[] roots) {
      this.before = before;
      Set<FinderRoot> there = Set.of(roots);
      DescriptorIndex old = before.index();
      for (int entry = 0; entry < old.entries() && !before.isOf(roots); entry++) {
        if (!there.contains(before.roots()[old.rootOf(entry)])) {
          gone.computeIfAbsent(old.location(entry), none -> new ArrayList<>()).add(entry);
        }
      }
    }

    /** The entry with the same content; -1 if there is none. Gives each entry once. */
    int take(String location, IndexEntry read) {
      Iterator<Integer> candidates = gone.getOrDefault(location, List.of()).iterator();
      while (candidates.hasNext()) {
        int entry = candidates.next();
        if (before.index().stamp(entry).sameContent(read.stamp())) {
          candidates.remove();
          return entry;
        }
      }
      return -1;
    }
  }

  /** The entries as the finders of a start would give them, whatever their order is now. */
  private static List<IndexEntry> inOrderOf(FinderRoot[] start, List<IndexEntry> entries) {
    List<IndexEntry> ordered = new ArrayList<>(entries.size());
    for (int root = 0; root < start.length; root++) {
      for (IndexEntry entry : entries) {
        if (entry.root() == root) {
          ordered.add(entry);
        }
      }
    }
    return ordered;
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
          known.moved(after.roots()[after.index().rootOf(entry)], after.index(), entry);
        }
      }
    }
    List<RegisteredPlugin> removed = new ArrayList<>();
    Map<Object, IndexedPlugin> gone = new HashMap<>();
    left.values().stream()
        .sorted()
        .forEach(
            entry -> {
              IndexedPlugin plugin = before.plugin(entry);
              removed.add(plugin);
              gone.put(place(plugin), plugin);
              gone.putIfAbsent(plugin.id(), plugin);
            });
    List<RegisteredPlugin> added = new ArrayList<>();
    List<PluginSetChange.Replacement> replaced = new ArrayList<>();
    for (IndexedPlugin plugin : arrived) {
      // At its place, or by its id where another finder gives it now.
      IndexedPlugin old = gone.get(place(plugin));
      old = old == null ? gone.get(plugin.id()) : old;
      if (old == null || !removed.remove(old)) {
        added.add(plugin);
      } else {
        replaced.add(new PluginSetChange.Replacement(old, plugin));
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
