package dev.latent.container.finder;

import dev.latent.api.spi.PluginFinder;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A list of finders in which each method that changes something is one step, however many elements
 * it concerns, and which is read as it is at one moment. Thread-safe.
 */
abstract class SteppedList extends AbstractList<PluginFinder> {

  /** The finders of the whole chain, as this list sees them. */
  abstract Finders seen();

  /** Where this list begins in the chain that it sees. */
  abstract int from();

  /** The length in the chain that it sees. */
  abstract int length(Finders seen);

  /**
   * What a step led to.
   *
   * @param after the chain since then
   * @param result what the edit gave
   */
  record Stepped<R extends @Nullable Object>(Finders after, R result) {}

  /**
   * Changes the chain.
   *
   * @param expected the chain that the change must be made to; null for whichever is in force
   * @param edit changes a copy of the elements of this list
   * @throws ConcurrentModificationException if the chain is another than expected
   */
  abstract <R extends @Nullable Object> Stepped<R> step(
      @Nullable Finders expected, Function<List<PluginFinder>, R> edit);

  private <R extends @Nullable Object> R step(Function<List<PluginFinder>, R> edit) {
    return step(null, edit).result();
  }

  private static Function<List<PluginFinder>, Boolean> only(Consumer<List<PluginFinder>> edit) {
    return list -> {
      edit.accept(list);
      return true;
    };
  }

  @Override
  public PluginFinder get(int index) {
    Finders seen = seen();
    return seen.chain()[from() + Objects.checkIndex(index, length(seen))];
  }

  @Override
  public int size() {
    return length(seen());
  }

  private List<PluginFinder> elements(Finders seen) {
    return Arrays.asList(seen.chain()).subList(from(), from() + length(seen));
  }

  @Override
  public Object[] toArray() {
    return elements(seen()).toArray();
  }

  @Override
  public <T extends @Nullable Object> T[] toArray(T[] into) {
    return elements(seen()).toArray(into);
  }

  @Override
  public boolean add(PluginFinder finder) {
    return step(list -> list.add(some(finder)));
  }

  @Override
  public void add(int index, PluginFinder finder) {
    step(only(list -> list.add(index, some(finder))));
  }

  @Override
  public PluginFinder set(int index, PluginFinder finder) {
    return step(list -> list.set(index, some(finder)));
  }

  @Override
  public PluginFinder remove(int index) {
    return step(list -> list.remove(index));
  }

  @Override
  public boolean remove(@Nullable Object finder) {
    return step(list -> list.remove(finder));
  }

  @Override
  public boolean addAll(Collection<? extends PluginFinder> finders) {
    List<PluginFinder> some = some(finders);
    return step(list -> list.addAll(some));
  }

  @Override
  public boolean addAll(int index, Collection<? extends PluginFinder> finders) {
    List<PluginFinder> some = some(finders);
    return step(list -> list.addAll(index, some));
  }

  @Override
  public boolean removeAll(Collection<?> finders) {
    return step(list -> list.removeAll(finders));
  }

  @Override
  public boolean retainAll(Collection<?> finders) {
    return step(list -> list.retainAll(finders));
  }

  @Override
  public boolean removeIf(Predicate<? super PluginFinder> filter) {
    return step(list -> list.removeIf(filter));
  }

  @Override
  public void replaceAll(UnaryOperator<PluginFinder> operator) {
    step(only(list -> list.replaceAll(finder -> some(operator.apply(finder)))));
  }

  @Override
  public void sort(@Nullable Comparator<? super PluginFinder> order) {
    step(only(list -> list.sort(order)));
  }

  @Override
  public void clear() {
    step(only(List::clear));
  }

  static PluginFinder some(@Nullable PluginFinder finder) {
    return Objects.requireNonNull(finder, "A finder of the chain must not be null.");
  }

  private static List<PluginFinder> some(Collection<? extends PluginFinder> finders) {
    List<PluginFinder> some = new ArrayList<>(finders.size());
    for (PluginFinder finder : finders) {
      some.add(some(finder));
    }
    return some;
  }

  @Override
  public Iterator<PluginFinder> iterator() {
    return listIterator(0);
  }

  @Override
  public ListIterator<PluginFinder> listIterator(int index) {
    Finders seen = seen();
    return new Steps(seen, Objects.checkIndex(index, length(seen) + 1));
  }

  /** Reads the chain as it was, and changes it as long as nobody else did. Used by one thread. */
  private final class Steps implements ListIterator<PluginFinder> {

    private Finders at;
    private int length;
    private int next;
    private int last = -1;

    Steps(Finders at, int next) {
      this.at = at;
      this.length = length(at);
      this.next = next;
    }

    @Override
    public boolean hasNext() {
      return next < length;
    }

    @Override
    public boolean hasPrevious() {
      return next > 0;
    }

    @Override
    public int nextIndex() {
      return next;
    }

    @Override
    public int previousIndex() {
      return next - 1;
    }

    @Override
    public PluginFinder next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The chain has no more finders.");
      }
      last = next;
      next++;
      return at.chain()[from() + last];
    }

    @Override
    public PluginFinder previous() {
      if (!hasPrevious()) {
        throw new NoSuchElementException("There is no finder before the first one.");
      }
      next--;
      last = next;
      return at.chain()[from() + last];
    }

    @Override
    public void remove() {
      int index = returned();
      at = step(at, only(list -> list.remove(index))).after();
      next = index;
      length--;
      last = -1;
    }

    @Override
    public void set(PluginFinder finder) {
      int index = returned();
      at = step(at, only(list -> list.set(index, some(finder)))).after();
    }

    @Override
    public void add(PluginFinder finder) {
      int index = next;
      at = step(at, only(list -> list.add(index, some(finder)))).after();
      next = index + 1;
      length++;
      last = -1;
    }

    private int returned() {
      if (last < 0) {
        throw new IllegalStateException(
            "Call next() or previous() first: it says which finder is meant.");
      }
      return last;
    }
  }
}
