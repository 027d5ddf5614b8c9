package dev.latent.container.finder;

import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.DescriptorIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Compares content as it is now with what it was when its descriptor was read: one stat for a file,
 * and a look at the zip's central directory where that differs; the content key for what other
 * finders give. Thread-safe; asks finders with no lock held.
 */
final class ContentCheck {

  private final PluginTable table;
  private final AtomicBoolean closed;

  ContentCheck(PluginTable table, AtomicBoolean closed) {
    this.table = table;
    this.closed = closed;
  }

  /** All locations of a set whose content is not what it was when it was read. */
  Set<Indexing.Target> changed(IndexedPluginSet set) {
    return changed(set, null);
  }

  /** Those of one finder; its locations may be the same with other content behind them. */
  Set<Indexing.Target> changed(IndexedPluginSet set, @Nullable FinderRoot only) {
    DescriptorIndex index = set.index();
    Set<Indexing.Target> changed = new HashSet<>();
    for (int entry = 0; entry < index.entries() && !closed.get(); entry++) {
      FinderRoot root = set.roots()[index.rootOf(entry)];
      if ((only == null || root.equals(only)) && !isSame(set, entry)) {
        changed.add(new Indexing.Target(root, index.location(entry)));
      }
    }
    return changed;
  }

  /** Those that could not be used: as they offer nothing, no lookup would look at them. */
  Set<Indexing.Target> changedUnusable(IndexedPluginSet set) {
    DescriptorIndex index = set.index();
    Set<Indexing.Target> changed = Collections.emptySet();
    for (int entry = index.size(); entry < index.entries() && !closed.get(); entry++) {
      if (!index.isIgnored(entry) && !isSame(set, entry)) {
        changed = changed.isEmpty() ? new HashSet<>() : changed;
        changed.add(new Indexing.Target(set.roots()[index.rootOf(entry)], index.location(entry)));
      }
    }
    return changed;
  }

  /** Whether the content at a known location is what it was when it was read. */
  boolean isSame(IndexedPluginSet set, Indexing.Target target) {
    int entry = set.find(target);
    return entry >= 0 && isSame(set, entry);
  }

  private boolean isSame(IndexedPluginSet set, int entry) {
    DescriptorIndex index = set.index();
    FinderRoot root = set.roots()[index.rootOf(entry)];
    String location = index.location(entry);
    if (index.isIgnored(entry)) {
      DirectoryFinder directory = root.directory();
      return directory == null || !directory.isPlugin(location);
    }
    int serial = set.serial(entry);
    ContentStamp newer = table.newerStamp(serial);
    return isSame(root, location, serial, newer == null ? index.stamp(entry) : newer);
  }

  /** Whether a plugin's content is what its descriptor was read from. */
  boolean isSame(IndexedPlugin plugin) {
    return isSame(plugin.root(), plugin.location(), plugin.serial(), plugin.stamp());
  }

  /** Whether content is what its stamp says; remembers a new shortcut for the same content. */
  private boolean isSame(FinderRoot root, String location, int serial, ContentStamp stamp) {
    if (table.isUndecodable(serial)) {
      return false;
    }
    DirectoryFinder directory = root.directory();
    try {
      if (directory == null) {
        PluginReference reference = root.reference(location);
        return reference != null && stamp.foreignKey().equals(reference.contentKey());
      }
      Path path = directory.directory().resolve(location);
      ContentStamp look = ContentLook.stamp(path);
      if (look.digest() != 0) {
        return stamp.sameContent(look);
      }
      if (stamp.sameShortcut(look)) {
        return true;
      }
      look = ContentLook.settled(path);
      if (!stamp.sameContent(look)) {
        return false;
      }
      table.stamp(serial, look);
      return true;
    } catch (IOException | RuntimeException e) {
      // What could not be looked at when it was read, and can't be now, is the same.
      return stamp.equals(ContentStamp.UNKNOWN);
    }
  }
}
