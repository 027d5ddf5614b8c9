package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in words what was done to a chain. Immutable.
 *
 * @param before the finders as they were
 * @param after the finders as they are
 */
record ChainEdit(List<PluginFinder> before, List<PluginFinder> after) {

  /** Whether both are the same, element by element. */
  boolean isNone() {
    return before.size() == after.size() && common() == before.size();
  }

  /** How many of the first elements are the same. */
  private int common() {
    int i = 0;
    while (i < before.size() && i < after.size() && isSame(before, i, after, i)) {
      i++;
    }
    return i;
  }

  /** Whether what follows is the same, too. */
  private boolean sameTail(int inBefore, int inAfter) {
    if (before.size() - inBefore != after.size() - inAfter) {
      return false;
    }
    for (int i = 0; i < before.size() - inBefore; i++) {
      if (!isSame(before, inBefore + i, after, inAfter + i)) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // identity is meant
  private static boolean isSame(List<PluginFinder> one, int i, List<PluginFinder> other, int j) {
    return one.get(i) == other.get(j);
  }

  /** What was done, as a sentence without its full stop. */
  String text() {
    int at = common();
    if (after.isEmpty()) {
      return "all " + before.size() + " finders were removed";
    }
    if (after.size() == before.size() + 1 && sameTail(at, at + 1)) {
      return name(after.get(at)) + " was added at " + at;
    }
    if (after.size() == before.size() - 1 && sameTail(at + 1, at)) {
      return name(before.get(at)) + " was removed from " + at;
    }
    if (after.size() == before.size() && sameTail(at + 1, at + 1)) {
      return name(before.get(at)) + " at " + at + " was replaced by " + name(after.get(at));
    }
    List<PluginFinder> came = without(after, before);
    List<PluginFinder> went = without(before, after);
    if (came.isEmpty() && went.isEmpty() && before.size() == after.size()) {
      return "the finders were put into the order " + names(after);
    }
    StringBuilder text = new StringBuilder("the finders were changed");
    if (!came.isEmpty()) {
      text.append(", added: ").append(names(came));
    }
    if (!went.isEmpty()) {
      text.append(", removed: ").append(names(went));
    }
    return text.toString();
  }

  /** Compared by identity: what finders say of their equality may change. */
  @SuppressWarnings("ReferenceEquality") // identity is meant
  private static List<PluginFinder> without(List<PluginFinder> from, List<PluginFinder> taken) {
    List<PluginFinder> left = new ArrayList<>(from);
    for (PluginFinder finder : taken) {
      for (int i = 0; i < left.size(); i++) {
        if (left.get(i) == finder) {
          left.remove(i);
          break;
        }
      }
    }
    return left;
  }

  private static String name(PluginFinder finder) {
    return RootNames.describe(finder);
  }

  private static String names(List<PluginFinder> finders) {
    List<String> names = new ArrayList<>(finders.size());
    for (PluginFinder finder : finders) {
      names.add(name(finder));
    }
    return String.join(", ", names);
  }
}
