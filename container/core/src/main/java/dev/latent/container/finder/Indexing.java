package dev.latent.container.finder;

import dev.latent.api.admin.Problem;
import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.DescriptorReader;
import dev.latent.container.descriptor.DescriptorReading;
import dev.latent.container.descriptor.IndexEntry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One pass over all finders: what an older index knows is taken over, the rest is read, on as many
 * threads as there are processors. Holds no lock while it lists or reads. Used by one thread.
 */
final class Indexing {

  /** The rule of the problem that a directory can't be listed. */
  static final String UNLISTABLE = "directory.unreadable";

  private static final int FEW = 8;
  private static final int MOST_THREADS = 8;

  private final FinderRoot[] roots;
  private final Function<PluginReference, DescriptorReading> reader;
  private final Notices notices;
  private final SharedReading.Limits limits;

  private final List<Problem> problems = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private final List<Item> toRead = new ArrayList<>();
  private boolean complete = true;

  /** A location on its way; {@code taken} is its number in the older index, or -1. */
  static final class Item {
    final int root;
    final String location;
    final @Nullable PluginReference reference;
    final int taken;
    @Nullable IndexEntry entry;

    Item(int root, String location, @Nullable PluginReference reference, int taken) {
      this.root = root;
      this.location = location;
      this.reference = reference;
      this.taken = taken;
    }

    /** What the older index or reading gave. */
    IndexEntry read() {
      IndexEntry made = entry;
      if (made == null) {
        throw new IllegalStateException(location + " was not read");
      }
      return made;
    }
  }

  /** A location of a finder. */
  record Target(FinderRoot root, String location) {}

  Indexing(
      FinderRoot[] roots,
      @Nullable Function<PluginReference, DescriptorReading> reader,
      Notices notices) {
    this(roots, reader, notices, SharedReading.Limits.DEFAULT);
  }

  Indexing(
      FinderRoot[] roots,
      @Nullable Function<PluginReference, DescriptorReading> reader,
      Notices notices,
      SharedReading.Limits limits) {
    this.roots = roots;
    this.reader = reader(reader);
    this.notices = notices;
    this.limits = limits;
  }

  /** What is wrong with the finders themselves. */
  List<Problem> problems() {
    return problems;
  }

  /** All locations in reference order, as a start would order them. */
  List<Item> items() {
    return items;
  }

  /** How many were read because nothing was known of them or it was asked for. */
  int readCount() {
    return toRead.size();
  }

  /** Whether the finders have exactly what an index has, and nothing is to be read again. */
  boolean takesAllOf(DescriptorIndex index) {
    if (items.size() != index.entries()) {
      return false;
    }
    for (Item item : items) {
      if (item.taken < 0) {
        return false;
      }
    }
    return true;
  }

  /** What reads descriptors; made late, as most starts read none. */
  static Function<PluginReference, DescriptorReading> reader(
      @Nullable Function<PluginReference, DescriptorReading> given) {
    return given == null ? new DescriptorReader()::read : given;
  }

  /** Whether all finders answered; if not, what was found must not replace an index on disk. */
  boolean complete() {
    return complete;
  }

  /**
   * Lists all finders.
   *
   * @param old what is known; null if nothing is
   * @param again what to read even if it is known
   * @param leftAlone what to pass over as if it was not there, unless it is known
   */
  void list(@Nullable DescriptorIndex old, Set<Target> again, Set<Target> leftAlone) {
    for (int root = 0; root < roots.length; root++) {
      int oldRoot = old == null ? -1 : oldRoot(old, roots[root].name());
      DirectoryFinder directory = roots[root].directory();
      if (directory == null) {
        listFinder(root, old, oldRoot, again);
        continue;
      }
      List<String> names = directory.sortedNames();
      if (names == null) {
        complete = false;
        problems.add(unlistable(directory));
        if (old != null && oldRoot >= 0 && directory.directory().toFile().exists()) {
          takeAll(root, old, oldRoot);
        }
        continue;
      }
      for (String name : names) {
        Target target = new Target(roots[root], name);
        int known = old == null || oldRoot < 0 ? -1 : old.find(oldRoot, name);
        if (known >= 0 && !again.contains(target)) {
          add(new Item(root, name, null, known));
        } else if (leftAlone.contains(target)) {
          if (known >= 0) {
            add(new Item(root, name, null, known));
          }
        } else if (directory.isPlugin(name)) {
          add(new Item(root, name, reference(directory, name), -1));
        } else {
          Item item = new Item(root, name, null, -1);
          item.entry =
              directory.isClosed(name)
                  ? IndexEntry.read(
                      root, name, ContentStamp.UNKNOWN, null, List.of(closed(directory, name)))
                  : IndexEntry.ignored(root, name);
          items.add(item);
        }
      }
    }
  }

  private static PluginReference reference(DirectoryFinder directory, String name) {
    return new FileReference(directory.directory().resolve(name), name);
  }

  private static int oldRoot(DescriptorIndex old, String name) {
    for (int root = 0; root < old.roots(); root++) {
      if (old.isRoot(root, name)) {
        return root;
      }
    }
    return -1;
  }

  private void listFinder(int root, @Nullable DescriptorIndex old, int oldRoot, Set<Target> again) {
    List<PluginReference> found;
    try {
      found = roots[root].finder().findAll();
    } catch (RuntimeException e) {
      complete = false;
      problems.add(failed(roots[root], e));
      if (old != null && oldRoot >= 0) {
        takeAll(root, old, oldRoot);
      }
      return;
    }
    Set<String> seen = new HashSet<>();
    for (PluginReference reference : found) {
      String location = reference.location();
      if (!seen.add(location)) {
        problems.add(twice(roots[root], location));
        continue;
      }
      int known = old == null || oldRoot < 0 ? -1 : old.find(oldRoot, location);
      boolean take = known >= 0 && !again.contains(new Target(roots[root], location));
      add(new Item(root, location, reference, take ? known : -1));
    }
  }

  /** A finder that can't answer now does not mean that its plugins are gone. */
  private void takeAll(int root, DescriptorIndex old, int oldRoot) {
    List<Item> known = new ArrayList<>();
    for (int entry = 0; entry < old.entries(); entry++) {
      if (old.rootOf(entry) == oldRoot) {
        known.add(new Item(root, old.location(entry), null, entry));
      }
    }
    known.sort((left, right) -> Integer.compare(old.order(left.taken), old.order(right.taken)));
    items.addAll(known);
  }

  private void add(Item item) {
    items.add(item);
    if (item.taken < 0) {
      toRead.add(item);
    }
  }

  static Problem unlistable(DirectoryFinder directory) {
    File file = directory.directory().toFile();
    String why =
        !file.exists()
            ? "it does not exist. Create it, or correct the path"
            : !file.isDirectory()
                ? "it is not a directory. Name the directory that the plugins are in"
                : "it can't be read. Give this user the right to list it";
    return new Problem(
        UNLISTABLE,
        Problem.Severity.ERROR,
        "",
        Optional.empty(),
        "The plugins of " + directory.description() + " can't be listed: " + why + ".");
  }

  private static Problem closed(DirectoryFinder directory, String name) {
    return new Problem(
        "directory.closed",
        Problem.Severity.WARNING,
        name,
        Optional.empty(),
        "The directory '"
            + name
            + "' of "
            + directory.description()
            + " can't be looked into, so nobody knows whether it is a plugin. Give this user the"
            + " right to list it, or move it elsewhere.");
  }

  private static Problem failed(FinderRoot root, RuntimeException e) {
    return new Problem(
        "finder.failed",
        Problem.Severity.ERROR,
        "",
        Optional.empty(),
        "The finder '"
            + root.finder().description()
            + "' failed and its plugins are as last known, if ever: "
            + e
            + ". Other finders are not concerned.");
  }

  private static Problem twice(FinderRoot root, String location) {
    return new Problem(
        "finder.location-twice",
        Problem.Severity.WARNING,
        location,
        Optional.empty(),
        "The finder '"
            + root.finder().description()
            + "' gave the location '"
            + location
            + "' twice; the first is used. Locations must tell plugins apart.");
  }

  /** Takes from an older index what is known, and reads what is not or can't be decoded. */
  void read(@Nullable DescriptorIndex old) {
    for (int i = 0; i < items.size() && old != null; i++) {
      Item item = items.get(i);
      if (item.taken >= 0) {
        try {
          item.entry = old.entry(item.taken);
        } catch (RuntimeException notDecodable) {
          Item again = new Item(item.root, item.location, reference(item), -1);
          items.set(i, again);
          toRead.add(again);
        }
      }
    }
    readAll();
  }

  private @Nullable PluginReference reference(Item item) {
    return item.reference != null ? item.reference : roots[item.root].reference(item.location);
  }

  private void readAll() {
    if (toRead.size() > FEW || anyForeign()) {
      int processors = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
      new SharedReading(toRead, this::read, this::tooLong, this::progress, limits)
          .run(Math.min(toRead.size(), processors));
      return;
    }
    for (int i = 0; i < toRead.size(); i++) {
      toRead.get(i).entry = read(toRead.get(i));
    }
  }

  /** What a finder of somebody else gives may never come to an end; a small file does. */
  private boolean anyForeign() {
    for (int i = 0; i < toRead.size(); i++) {
      if (roots[toRead.get(i).root].directory() == null) {
        return true;
      }
    }
    return false;
  }

  private void progress(int count) {
    notices.tell(
        IndexNotice.Kind.PROGRESS,
        "Read the descriptors of " + count + " of " + toRead.size() + " plugins.");
  }

  /** What stands for content whose reading was given up. */
  private IndexEntry tooLong(Item item, String where) {
    Problem problem =
        new Problem(
            "descriptor.timeout",
            Problem.Severity.ERROR,
            item.location,
            Optional.empty(),
            tooLong(item.location, roots[item.root].finder().description(), limits.jar(), where));
    return IndexEntry.read(item.root, item.location, ContentStamp.UNKNOWN, null, List.of(problem));
  }

  static String tooLong(String location, String finder, Duration limit, String where) {
    return "Reading '"
        + location
        + "' of "
        + finder
        + " did not end within "
        + limit.toMillis()
        + " ms and was given up"
        + (where.isEmpty() ? "" : "; its thread is at " + where)
        + ". It is left out until the next look finds it changed; the other plugins are not"
        + " concerned.";
  }

  private IndexEntry read(Item item) {
    PluginReference reference = item.reference;
    if (reference == null) {
      throw new IllegalStateException(item.location + " has no content to read");
    }
    // The stamp is taken before the content: if it changes meanwhile, the stamp is the older one
    // and the next check sees the difference.
    ContentStamp stamp = stamp(reference, roots[item.root].directory() != null);
    DescriptorReading reading;
    try {
      reading = reader.apply(reference);
    } catch (RuntimeException | StackOverflowError e) {
      reading =
          new DescriptorReading(
              Optional.empty(),
              List.of(
                  new Problem(
                      "descriptor.failed",
                      Problem.Severity.ERROR,
                      item.location,
                      Optional.empty(),
                      "Reading '"
                          + item.location
                          + "' of "
                          + roots[item.root].finder().description()
                          + " failed: "
                          + e
                          + ". It is left out; the other plugins are not concerned.")));
    }
    return IndexEntry.read(
        item.root, item.location, stamp, reading.descriptor().orElse(null), reading.problems());
  }

  /** The stamp of content as it is now; {@link ContentStamp#UNKNOWN} if it can't be looked at. */
  static ContentStamp stamp(PluginReference reference, boolean file) {
    try {
      Path path = file ? reference.path().orElse(null) : null;
      return path == null
          ? ContentStamp.foreign(reference.contentKey())
          : ContentLook.settled(path);
    } catch (IOException | RuntimeException e) {
      return ContentStamp.UNKNOWN;
    }
  }
}
