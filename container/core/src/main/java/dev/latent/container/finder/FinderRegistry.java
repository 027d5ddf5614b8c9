package dev.latent.container.finder;

import dev.latent.api.ActivationPolicy;
import dev.latent.api.Subscription;
import dev.latent.api.spi.FinderChain;
import dev.latent.api.spi.PluginFinder;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.DescriptorReading;
import dev.latent.container.descriptor.IndexHead;
import dev.latent.container.descriptor.Namespaces;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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

  private final RootNames names;

  /** When the finders of the host were last asked for all they have. */
  private final AtomicLong answersAt;

  /** The finders that the container began with, which the index on disk is of. */
  private final FinderRoot[] start;

  private final AtomicReference<Finders> finders;
  private final FinderSubscriptions subscriptions = new FinderSubscriptions(this);
  private final PluginTable table;
  private final ContentCheck check;
  private final @Nullable Function<PluginReference, DescriptorReading> reader;
  private final Notices notices;
  private final long freshNanos;
  private final @Nullable IndexFile file;
  private final AtomicReference<@Nullable IndexSaver> saver = new AtomicReference<>();

  /** The begin of the index on disk; null if that is not as the plugins are. */
  private final @Nullable IndexHead head;

  /** The set in force; null as long as nobody asked for it and {@link #head} says enough. */
  private final AtomicReference<@Nullable IndexedPluginSet> current;

  private final ChangeQueue<PluginSetChange> changes = new ChangeQueue<>("the plugins");
  private final AtomicReference<@Nullable RegistryChain> chain = new AtomicReference<>();
  private final AtomicReference<@Nullable PluginWatcher> watcher = new AtomicReference<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  FinderRegistry(
      FinderRegistryBuilder settings, Finders finders, RootNames names, @Nullable IndexFile file) {
    this.names = names;
    this.start = finders.roots();
    this.finders = new AtomicReference<>(finders);
    this.reader = settings.reader();
    this.notices = settings.notices();
    this.table = new PluginTable(settings.kinds(), reader, notices);
    this.freshNanos = settings.freshNanos();
    this.answersAt = new AtomicLong(System.nanoTime() - freshNanos);
    this.file = file;
    this.check = new ContentCheck(table, closed);
    StartCheck same = new StartCheck(start);
    this.head = file == null ? null : file.head(same);
    this.current = new AtomicReference<>(head == null ? whole(same) : null);
    for (FinderRoot root : start) {
      subscriptions.listen(root);
    }
  }

  /**
   * Starts to describe a registry.
   *
   * @return a builder
   */
  public static FinderRegistryBuilder builder() {
    return new FinderRegistryBuilder();
  }

  private IndexedPluginSet firstSet(@Nullable DescriptorIndex old) {
    Indexing pass = new Indexing(start, reader, notices);
    pass.list(old, Set.of(), Set.of());
    pass.read(old);
    SetUpdate update = SetUpdate.first(pass, start, table);
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
    byte[] bytes = update.fileBytes();
    if (place != null && bytes != null && pass.complete()) {
      if (saver.get() == null) {
        saver.compareAndSet(null, new IndexSaver(place));
      }
      IndexSaver made = saver.get();
      if (made != null) {
        made.save(bytes);
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
   * The chain of finders, as a list whose changes are in force when they return.
   *
   * @return the same object each time
   */
  public FinderChain finders() {
    RegistryChain known = chain.get();
    if (known == null) {
      chain.compareAndSet(null, new RegistryChain(this, notices));
      known = Objects.requireNonNull(chain.get());
    }
    return known;
  }

  Finders chain() {
    return Objects.requireNonNull(finders.get());
  }

  /**
   * Puts another chain in force: for lookups, and for what finders and directories tell.
   *
   * @param before the chain that the change was made from
   * @param list the finders, in order
   * @param description what was done
   * @return the chain; null if another change came first, then nothing was done
   */
  @Nullable Finders replace(Finders before, List<PluginFinder> list, String description) {
    Finders after = before.next(list, names);
    if (!finders.compareAndSet(before, after)) {
      return null;
    }
    subscriptions.follow(before, after);
    PluginWatcher watching = watcher.get();
    if (watching != null && !watching.watches(after.roots())) {
      watchAnew(watching);
    }
    update(Set.of(), Set.of(), description);
    return after;
  }

  private void watchAnew(PluginWatcher before) {
    PluginWatcher made = new PluginWatcher(this, chain().roots());
    if (watcher.compareAndSet(before, made)) {
      before.leave();
      made.start();
      if (closed.get()) {
        made.stop();
      }
    }
  }

  /** Asks a finder again, and looks at all that it gives. */
  void invalidate(FinderRoot root, String reason) {
    update(check.changed(set(), root), Set.of(), reason);
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
        if (!plugin.isOf(table)) {
          throw new IllegalArgumentException(
              "Plugin " + plugin.id() + " belongs to another container; ask its own.");
        }
        if (check.isSame(plugin)) {
          plugin.verifiedAt(now);
        } else {
          changed = changed.isEmpty() ? new HashSet<>() : changed;
          changed.add(new Indexing.Target(plugin.root(), plugin.location()));
        }
      }
    }
    return changed.isEmpty() && sameAnswers(now)
        ? set()
        : update(changed, Set.of(), "content found changed before use");
  }

  /**
   * Whether the finders of the host, of which nobody knows when their answers change, still give
   * what they gave. Directories are watched.
   */
  private boolean sameAnswers(long now) {
    IndexedPluginSet set = set();
    boolean same = true;
    if (answersAt.get() - (now - freshNanos) >= 0) {
      return true;
    }
    for (FinderRoot root : chain().roots()) {
      int number = set.number(root);
      same = same && number >= 0 && (root.directory() != null || gives(root, set, number));
    }
    if (same) {
      answersAt.set(now);
    }
    return same;
  }

  private static boolean gives(FinderRoot root, IndexedPluginSet set, int number) {
    List<PluginReference> found;
    try {
      found = root.finder().findAll();
    } catch (RuntimeException e) {
      return true; // its plugins stay as last known, and a refresh reports it
    }
    if (found.size() != set.index().entriesOf(number)) {
      return false;
    }
    for (PluginReference reference : found) {
      if (set.index().find(number, reference.location()) < 0) {
        return false;
      }
    }
    return true;
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
    Set<Indexing.Target> changed = check.changed(set);
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
    Set<Indexing.Target> changed = check.changedUnusable(set);
    return changed.isEmpty() ? set : update(changed, Set.of(), "content mended in place");
  }

  /** Compares content with what is known of it. */
  ContentCheck check() {
    return check;
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
    while (!closed.get()) {
      IndexedPluginSet before = set();
      FinderRoot[] roots = chain().roots();
      Indexing pass = new Indexing(roots, reader, notices);
      pass.list(before.index(), again, leftAlone(again, leftAlone));
      boolean same = before.isOf(roots) && pass.takesAllOf(before.index());
      if (same && !saveAnyway && pass.problems().equals(before.listingProblems())) {
        return before;
      }
      pass.read(before.index());
      SetUpdate update = SetUpdate.next(before, pass, roots, start, table);
      if (same && pass.problems().equals(before.listingProblems())) {
        save(pass, update);
        return before;
      }
      if (current.compareAndSet(before, update.after())) {
        save(pass, update);
        changes.publish(
            update.after().generation(), SetUpdate.change(before, update.after(), table, reason));
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
    if (watcher.get() == null && !closed.get()) {
      PluginWatcher made = new PluginWatcher(this, chain().roots());
      if (watcher.compareAndSet(null, made)) {
        made.start();
        if (closed.get()) {
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
    closed.set(true);
    PluginWatcher running = watcher.get();
    if (running != null) {
      running.stop();
    }
    subscriptions.close();
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
      return whole(new StartCheck(start));
    }
    table.reserve(index.entries());
    return new IndexedPluginSet(1, index, start, table, null, List.of());
  }

  private IndexedPluginSet whole(StartCheck check) {
    DescriptorIndex old = file == null ? null : file.read(check);
    if (old == null || !check.accepted(old)) {
      return firstSet(old);
    }
    table.reserve(old.entries());
    return new IndexedPluginSet(1, old, start, table, null, List.of());
  }

  void watcherFailed(Throwable cause) {
    notices.tell(
        IndexNotice.Kind.WATCHER_FAILED,
        "The plugin directories are not watched any more, because looking at them failed: "
            + cause
            + ". Refresh the container to look again.");
  }
}
