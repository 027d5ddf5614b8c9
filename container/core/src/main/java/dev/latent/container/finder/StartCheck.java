package dev.latent.container.finder;

import dev.latent.api.spi.PluginReference;
import dev.latent.container.descriptor.DescriptorIndex;
import dev.latent.container.descriptor.IndexHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The check on the way to ready: by names alone, with no stat and nothing decoded. Used by one
 * thread.
 */
final class StartCheck {

  private final FinderRoot[] roots;
  private @Nullable DescriptorIndex accepted;

  StartCheck(FinderRoot[] roots) {
    this.roots = roots;
  }

  /**
   * Whether the head of an index says that directories list what they listed. Says no where a
   * finder of the host takes part, whose order counts as well.
   */
  boolean isRight(IndexHead head) {
    if (head.roots() != roots.length) {
      return false;
    }
    for (int i = 0; i < roots.length; i++) {
      DirectoryFinder directory = roots[i].directory();
      if (directory == null
          || !head.isRoot(i, roots[i].name())
          || !sameListing(head, i, directory)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameListing(IndexHead head, int root, DirectoryFinder directory) {
    String[] names = directory.names();
    if (names == null) {
      return false;
    }
    int count = 0;
    long sum = 0;
    for (String name : names) {
      if (!DirectoryFinder.isHidden(name)) {
        count++;
        sum += IndexHead.listed(name);
      }
    }
    return head.lists(root, count, sum);
  }

  /** Whether an index is as the plugins are. */
  boolean isRight(DescriptorIndex index) {
    boolean right = unchanged(index);
    if (right) {
      accepted = index;
    }
    return right;
  }

  /** Whether an index was found right. */
  boolean accepted(DescriptorIndex index) {
    return accepted == index;
  }

  /** Whether an index has the same finders and all of them list what it has, by name alone. */
  private boolean unchanged(DescriptorIndex index) {
    if (index.roots() != roots.length) {
      return false;
    }
    for (int i = 0; i < roots.length; i++) {
      if (!index.isRoot(i, roots[i].name())) {
        return false;
      }
      DirectoryFinder directory = roots[i].directory();
      if (directory == null ? !sameAnswer(index, i) : !sameNames(index, i, directory)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a directory lists exactly what an index has of it. */
  static boolean sameNames(DescriptorIndex index, int root, DirectoryFinder directory) {
    String[] names = directory.names();
    if (names == null) {
      return false;
    }
    int count = 0;
    for (String name : names) {
      if (!DirectoryFinder.isHidden(name)) {
        if (index.find(root, name) < 0) {
          return false;
        }
        count++;
      }
    }
    return count == index.entriesOf(root);
  }

  private boolean sameAnswer(DescriptorIndex index, int root) {
    List<PluginReference> found;
    try {
      found = roots[root].finder().findAll();
    } catch (RuntimeException e) {
      return false;
    }
    if (found.size() != index.entriesOf(root)) {
      return false;
    }
    int before = -1;
    for (int i = 0; i < found.size(); i++) {
      int entry = index.find(root, found.get(i).location());
      if (entry < 0 || index.order(entry) <= before) {
        return false;
      }
      before = index.order(entry);
    }
    return true;
  }
}
