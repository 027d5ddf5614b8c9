package dev.latent.container.finder;

import dev.latent.api.admin.Problem;
import dev.latent.container.descriptor.ContentStamp;
import dev.latent.container.descriptor.DescriptorIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Decides from one look at the directories to the next what may be read: a file that is still being
 * copied is left alone until two looks found the same size and time and its central directory is
 * there. What stays the same for five seconds and is no whole zip is read nevertheless, so that it
 * is reported. Used by one thread; the time is handed in.
 */
final class DirectoryLooks {

  static final long QUIET = TimeUnit.MILLISECONDS.toNanos(200);
  static final long NEVER_WHOLE = TimeUnit.SECONDS.toNanos(5);

  /** A location that is new or was touched, and how it looked since when. */
  private record Pending(ContentStamp look, long since) {}

  private final FinderRegistry registry;
  private final FinderRoot[] roots;
  private final Map<Indexing.Target, Pending> pending = new LinkedHashMap<>();
  private volatile Set<Indexing.Target> left = Set.of();

  DirectoryLooks(FinderRegistry registry, FinderRoot[] roots) {
    this.registry = registry;
    this.roots = roots;
  }

  /** What was seen and is not whole yet; for other threads. */
  Set<Indexing.Target> copied() {
    Set<Indexing.Target> copied = new HashSet<>();
    for (Indexing.Target target : left) {
      if (!isWhole(target)) {
        copied.add(target);
      }
    }
    return copied;
  }

  /** Whether another look is needed soon. */
  boolean waits() {
    return !pending.isEmpty();
  }

  /**
   * Looks once and updates the registry if something is ripe.
   *
   * @param now a time in nanoseconds
   * @param touched what was heard to change, by location
   * @param all whether to look at the content of all that is known, too
   */
  void look(long now, Set<Indexing.Target> touched, boolean all) {
    IndexedPluginSet set = registry.set();
    if (!all && touched.isEmpty() && pending.isEmpty() && sameNames(set)) {
      return;
    }
    Set<Indexing.Target> there = new HashSet<>();
    List<String> gone = new ArrayList<>();
    for (FinderRoot root : roots) {
      DirectoryFinder directory = root.directory();
      String[] names = directory == null ? null : directory.names();
      if (directory != null && names != null) {
        list(root, directory, names, set, touched, now, there);
      }
      if (names != null) {
        gone(root, set, there, gone);
      }
      if (directory != null && (names == null) != saysUnlistable(set, directory)) {
        gone.add(names == null ? directory.description() : "what kept it from being listed");
      }
    }
    if (all) {
      for (Indexing.Target changed : registry.check().changed(set)) {
        pending.putIfAbsent(changed, look(changed, now));
      }
    }
    pending.keySet().removeIf(target -> !there.contains(target));
    left = Set.copyOf(pending.keySet());
    Set<Indexing.Target> ripe = ripe(now);
    left = Set.copyOf(pending.keySet());
    List<String> news = new ArrayList<>();
    Set<Indexing.Target> again = new HashSet<>();
    for (Indexing.Target target : ripe) {
      boolean known = set.find(target) >= 0;
      if (!known || !registry.check().isSame(set, target)) {
        news.add((known ? "changed " : "new ") + target.location());
        again.add(target);
      }
    }
    for (String location : gone) {
      news.add("gone " + location);
    }
    if (!news.isEmpty()) {
      registry.update(again, Set.copyOf(pending.keySet()), "seen in the directory: " + words(news));
    }
  }

  /** Whether a set has the problem that a directory can't be listed. */
  private static boolean saysUnlistable(IndexedPluginSet set, DirectoryFinder directory) {
    for (Problem problem : set.listingProblems()) {
      if (problem.rule().equals(Indexing.UNLISTABLE)
          && problem.message().contains(directory.description() + " can't be listed")) {
        return true;
      }
    }
    return false;
  }

  /** The usual case, at no cost per plugin. */
  private boolean sameNames(IndexedPluginSet set) {
    for (FinderRoot root : roots) {
      DirectoryFinder directory = root.directory();
      int number = set.number(root);
      if (directory != null
          && (number < 0
              || !StartCheck.sameNames(set.index(), number, directory)
              || saysUnlistable(set, directory))) {
        return false;
      }
    }
    return true;
  }

  private static String words(List<String> news) {
    int shown = Math.min(news.size(), 5);
    String text = String.join(", ", news.subList(0, shown));
    return shown == news.size() ? text : text + " and " + (news.size() - shown) + " more";
  }

  private void list(
      FinderRoot root,
      DirectoryFinder directory,
      String[] names,
      IndexedPluginSet set,
      Set<Indexing.Target> touched,
      long now,
      Set<Indexing.Target> there) {
    for (String name : names) {
      if (DirectoryFinder.isHidden(name)) {
        continue;
      }
      Indexing.Target target = new Indexing.Target(root, name);
      there.add(target);
      boolean known = set.find(target) >= 0;
      if ((!known || touched.contains(target))
          && !pending.containsKey(target)
          && (known || directory.isPlugin(name))) {
        pending.put(target, look(target, now));
      }
    }
  }

  private static void gone(
      FinderRoot root, IndexedPluginSet set, Set<Indexing.Target> there, List<String> gone) {
    DescriptorIndex index = set.index();
    int number = set.number(root);
    for (int entry = 0; entry < index.entries(); entry++) {
      if (index.rootOf(entry) == number
          && !index.isIgnored(entry)
          && !there.contains(new Indexing.Target(root, index.location(entry)))) {
        gone.add(index.location(entry));
      }
    }
  }

  private Set<Indexing.Target> ripe(long now) {
    Set<Indexing.Target> ripe = new HashSet<>();
    for (Map.Entry<Indexing.Target, Pending> entry : pending.entrySet()) {
      Indexing.Target target = entry.getKey();
      Pending before = entry.getValue();
      Pending look = look(target, now);
      if (!look.look().equals(before.look())) {
        entry.setValue(look);
      } else if (now - before.since() >= NEVER_WHOLE
          || (now - before.since() >= QUIET && isWhole(target))) {
        ripe.add(target);
      }
    }
    pending.keySet().removeAll(ripe);
    return ripe;
  }

  private Path path(Indexing.Target target) {
    DirectoryFinder directory = target.root().directory();
    if (directory == null) {
      throw new IllegalArgumentException(target + " is not in a directory");
    }
    return directory.directory().resolve(target.location());
  }

  private Pending look(Indexing.Target target, long now) {
    try {
      return new Pending(ContentLook.stamp(path(target)), now);
    } catch (IOException | RuntimeException e) {
      return new Pending(ContentStamp.UNKNOWN, now);
    }
  }

  private boolean isWhole(Indexing.Target target) {
    Path path = path(target);
    return Files.isDirectory(path) || ContentLook.isWhole(path);
  }
}
