package dev.latent.container.finder;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.Subscription;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.DescriptorReading;
import dev.latent.container.descriptor.IndexHead;
import dev.latent.container.descriptor.Namespaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ordered chain of finders of one container, and the plugin set that follows from it. Opening
 * one reads the index and lists the directories, makes no stat per plugin and loads none of their
 * classes; only what is new is read.
 *
 * <p>A set is therefore what was found last, and content may have changed in place since. {@link
 * #verify} looks before something is relied on, {@link #verifyAll} at everything, {@link #refresh}
 * lists again, and {@link #watch} keeps doing so.
 *
 * <p>Thread-safe. No lock is held while finders are asked, content is read or listeners are called:
 * a change is prepared aside and published in one step, and prepared again if another came first.
 */
public final class FinderRegistry implements AutoCloseable {

  private static final int CLOSE_SECONDS = 5;

  private final FinderRoot[] roots;
  private final PluginTable table;
  private final @Nullable Function<PluginReference, DescriptorReading> reader;
  private final Notices notices;
  private final long freshNanos;
  private final @Nullable IndexFile file;
  private final AtomicReference<@Nullable IndexSaver> saver = new AtomicReference<>();

  /** The begin of the index on disk; null if that is not as the plugins are. */
  private final @Nullable IndexHead head;

  /** The set in force; null as long as nobody asked for it and {@link #head} says enough. */
  private final AtomicReference<@Nullable IndexedPluginSet> current;

  private final ChangeQueue changes = new ChangeQueue();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final AtomicReference<@Nullable PluginWatcher> watcher = new AtomicReference<>();
  private volatile boolean closed;

  FinderRegistry(FinderRegistryBuilder settings, FinderRoot[] roots, @Nullable IndexFile file) {
    this.roots = roots;
    this.reader = settings.reader();
    this.notices = settings.notices();
    this.table = new PluginTable(settings.kinds(), reader, notices);
    this.freshNanos = settings.freshNanos();
    this.file = file;
    StartCheck check = new StartCheck(roots);
    this.head = file == null ? null : file.head(check);
    this.current = new AtomicReference<>(head == null ? whole(check) : null);
    listen();
  }

  /**
   * Starts to describe a registry.
   *
   * @return a builder
   */
  public static FinderRegistryBuilder builder() {
    return new FinderRegistryBuilder();
  }

  private void listen() {
    for (FinderRoot root : roots) {
      if (root.directory() == null) {
        subscriptions.add(root.finder().onChange(new Refresher(this, root)));
      }
    }
  }

  private IndexedPluginSet firstSet(@Nullable DescriptorIndex old) {
    Indexing pass = new Indexing(roots, reader, notices);
    pass.list(old, Set.of(), Set.of());
    pass.read(old);
    SetUpdate update = SetUpdate.first(pass, roots, table);
    if (old != null) {
      notices.tell(
          IndexNotice.Kind.CHANGED,
          "The plugins differ from the index: "
              + pass.readCount()
              + " of "
              + pass.items().size()
              + " were read.");
    }
    save(pass, update);
    return update.after();
  }

  private void save(Indexing pass, SetUpdate update) {
    IndexFile place = file;
    if (place != null && pass.complete()) {
      if (saver.get() == null) {
        saver.compareAndSet(null, new IndexSaver(place));
      }
      IndexSaver made = saver.get();
      if (made != null) {
        made.save(update.fileBytes());
      }
    }
  }

  /**
   * The plugins as they are known now.
   *
   * @return the newest set
   */
  public PluginSet plugins() {
    return set();
  }

  /**
   * Whether any plugin states that it starts with the container; reads no more of the index than it
   * takes to know.
   *
   * @return false if none does
   */
  public boolean statesEager() {
    IndexHead begin = current.get() == null ? head : null;
    return begin != null
        ? begin.statesEager()
        : !set().providers(Namespaces.ACTIVATION, ActivationPolicy.EAGER.text()).isEmpty();
  }

  /**
   * The finders.
   *
   * @return in order; immutable
   */
  public List<PluginFinder> finders() {
    List<PluginFinder> finders = new ArrayList<>(roots.length);
    for (FinderRoot root : roots) {
      finders.add(root.finder());
    }
    return List.copyOf(finders);
  }

  /**
   * Asks all finders again and reads what is new. Content that changed in place under the same name
   * is not noticed; see {@link #verifyAll}.
   *
   * @return the newest set; the same as before if nothing changed
   */
  public PluginSet refresh() {
    return update(Set.of(), Set.of(), "refreshed on demand");
  }

  /**
   * Makes sure that the content of some plugins is what their descriptors were read from: one stat
   * each, a look at the zip's central directory where that differs, and a new reading only where
   * the content is another. Who calls this before it relies on a lookup's candidates never acts on
   * a stale descriptor, with one exception: an answer holds for a second (unless the builder said
   * otherwise), so a change within that second may go unnoticed until it is over.
   *
   * @param plugins the plugins, of any set of this registry
   * @return the newest set; if it is not the one they came from, look up again
   */
  public PluginSet verify(List<? extends RegisteredPlugin> plugins) {
    long now = System.nanoTime();
    Set<Indexing.Target> changed = Collections.emptySet();
    for (int i = 0; i < plugins.size(); i++) {
      if (plugins.get(i) instanceof IndexedPlugin plugin
          && !plugin.verifiedSince(now - freshNanos)) {
        if (isSame(plugin.root(), plugin.location(), plugin.serial(), plugin.stamp())) {
          plugin.verifiedAt(now);
        } else {
          changed = changed.isEmpty() ? new HashSet<>() : changed;
          changed.add(new Indexing.Target(rootOf(plugin), plugin.location()));
        }
      }
    }
    return changed.isEmpty()
        ? set()
        : update(changed, Set.of(), "content found changed before use");
  }

  private int rootOf(IndexedPlugin plugin) {
    for (int i = 0; i < roots.length; i++) {
      if (roots[i].finder().equals(plugin.root().finder())) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "Plugin " + plugin.id() + " belongs to another container; ask its own.");
  }

  /**
   * Looks at all content, that of unusable and of ignored files included, and asks all finders
   * again. Takes one stat each, so it is meant for the background right after ready.
   *
   * @return the newest set
   */
  public PluginSet verifyAll() {
    IndexedPluginSet set = set();
    int stampsBefore = table.stampsTaken();
    Set<Indexing.Target> changed = changedContent(set);
    return update(
        changed,
        Set.of(),
        "content found changed by a check of all",
        table.stampsTaken() != stampsBefore);
  }

  /**
   * Looks at the content of what could not be used: as it offers nothing, no lookup would.
   *
   * @return the newest set
   */
  public PluginSet verifyUnusable() {
    IndexedPluginSet set = set();
    DescriptorIndex index = set.index();
    Set<Indexing.Target> changed = Collections.emptySet();
    for (int entry = index.size(); entry < index.entries() && !closed; entry++) {
      if (!index.isIgnored(entry) && !isSame(set, entry)) {
        changed = changed.isEmpty() ? new HashSet<>() : changed;
        changed.add(new Indexing.Target(index.rootOf(entry), index.location(entry)));
      }
    }
    return changed.isEmpty() ? set : update(changed, Set.of(), "content mended in place");
  }

  /** All locations of a set whose content is not what it was when it was read. */
  Set<Indexing.Target> changedContent(IndexedPluginSet set) {
    DescriptorIndex index = set.index();
    Set<Indexing.Target> changed = new HashSet<>();
    for (int entry = 0; entry < index.entries() && !closed; entry++) {
      if (!isSame(set, entry)) {
        changed.add(new Indexing.Target(index.rootOf(entry), index.location(entry)));
      }
    }
    return changed;
  }

  /** Those of one finder; its locations may be the same with other content behind them. */
  private Set<Indexing.Target> changedContent(FinderRoot root) {
    IndexedPluginSet set = set();
    Set<Indexing.Target> changed = new HashSet<>();
    for (int entry = 0; entry < set.index().entries() && !closed; entry++) {
      if (roots[set.index().rootOf(entry)].equals(root) && !isSame(set, entry)) {
        changed.add(new Indexing.Target(set.index().rootOf(entry), set.index().location(entry)));
      }
    }
    return changed;
  }

  /** Whether the content at a known location is what it was when it was read. */
  boolean isSame(IndexedPluginSet set, Indexing.Target target) {
    int entry = set.index().find(target.root(), target.location());
    return entry >= 0 && isSame(set, entry);
  }

  private boolean isSame(IndexedPluginSet set, int entry) {
    DescriptorIndex index = set.index();
    FinderRoot root = roots[index.rootOf(entry)];
    String location = index.location(entry);
    if (index.isIgnored(entry)) {
      DirectoryFinder directory = root.directory();
      return directory == null || !directory.isPlugin(location);
    }
    int serial = set.serial(entry);
    ContentStamp newer = table.newerStamp(serial);
    return isSame(root, location, serial, newer == null ? index.stamp(entry) : newer);
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

  /** What is being copied is left alone, whatever the reason for looking at the directory. */
  private Set<Indexing.Target> leftAlone(Set<Indexing.Target> again, Set<Indexing.Target> given) {
    PluginWatcher watching = watcher.get();
    if (watching == null || !given.isEmpty()) {
      return given;
    }
    Set<Indexing.Target> copied = watching.copied();
    copied.removeAll(again); // what was found changed must not be used as it was
    return copied;
  }

  PluginSet update(Set<Indexing.Target> again, Set<Indexing.Target> leftAlone, String reason) {
    return update(again, leftAlone, reason, false);
  }

  private PluginSet update(
      Set<Indexing.Target> again,
      Set<Indexing.Target> leftAlone,
      String reason,
      boolean saveAnyway) {
    while (!closed) {
      IndexedPluginSet before = set();
      Indexing pass = new Indexing(roots, reader, notices);
      pass.list(before.index(), again, leftAlone(again, leftAlone));
      boolean same = pass.takesAllOf(before.index());
      if (same && !saveAnyway && pass.problems().equals(before.listingProblems())) {
        return before;
      }
      pass.read(before.index());
      SetUpdate update = SetUpdate.next(before, pass, roots, table);
      if (same && pass.problems().equals(before.listingProblems())) {
        save(pass, update);
        return before;
      }
      if (current.compareAndSet(before, update.after())) {
        save(pass, update);
        changes.publish(SetUpdate.change(before, update.after(), table, reason));
        return update.after();
      }
    }
    return set();
  }

  /**
   * Lets somebody hear of changes of the set, in the order of generations.
   *
   * @param listener called on the thread that made the change, or one that makes another at the
   *     same time, with no lock held; what it throws is reported as a notice
   * @return stops the calls
   */
  public Subscription onChange(Consumer<PluginSetChange> listener) {
    return changes.add(listener, notices);
  }

  /**
   * Starts to watch the directories: what is dropped in is registered once it is whole, what is
   * removed is unregistered, what is replaced is read again. One daemon thread, until this is
   * closed. Call it after ready; a second call does nothing.
   */
  public void watch() {
    if (watcher.get() == null && !closed) {
      PluginWatcher made = new PluginWatcher(this, roots);
      if (watcher.compareAndSet(null, made)) {
        made.start();
        if (closed) {
          made.stop();
        }
      }
    }
  }

  /**
   * Waits until the index on disk is as new as the set.
   *
   * @param time how long at most
   * @param unit the unit
   * @return whether it is
   */
  public boolean awaitSaved(long time, TimeUnit unit) {
    IndexSaver made = saver.get();
    return made == null || made.await(time, unit);
  }

  /** Stops watching and listening, and waits for an index that is being written, 5 s at most. */
  @Override
  public void close() {
    closed = true;
    PluginWatcher running = watcher.get();
    if (running != null) {
      running.stop();
    }
    for (Subscription subscription : subscriptions) {
      subscription.close();
    }
    awaitSaved(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  IndexedPluginSet set() {
    IndexedPluginSet known = current.get();
    if (known == null) {
      current.compareAndSet(null, rest());
      known = Objects.requireNonNull(current.get());
    }
    return known;
  }

  /** The set of the index whose head was right; made anew if the rest of it turns out not to be. */
  private IndexedPluginSet rest() {
    DescriptorIndex index = file == null ? null : file.rest();
    if (index == null || head == null || !head.belongsTo(index)) {
      return whole(new StartCheck(roots));
    }
    table.reserve(index.entries());
    return new IndexedPluginSet(1, index, roots, table, null, List.of());
  }

  private IndexedPluginSet whole(StartCheck check) {
    DescriptorIndex old = file == null ? null : file.read(check);
    if (old == null || !check.accepted(old)) {
      return firstSet(old);
    }
    table.reserve(old.entries());
    return new IndexedPluginSet(1, old, roots, table, null, List.of());
  }

  void watcherFailed(Throwable cause) {
    notices.tell(
        IndexNotice.Kind.WATCHER_FAILED,
        "The plugin directories are not watched any more, because looking at them failed: "
            + cause
            + ". Refresh the container to look again.");
  }

  /** Not a lambda: it is made before ready. */
  private record Refresher(FinderRegistry registry, FinderRoot root) implements Runnable {

    @Override
    public void run() {
      registry.update(
          registry.changedContent(root),
          Set.of(),
          root.finder().description() + " said that it changed");
    }
  }
}
