package dev.latent.container.finder;

import dev.latent.api.Subscription;
import dev.latent.api.spi.FinderChain;
import dev.latent.api.spi.FinderChange;
import dev.latent.api.spi.PluginFinder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The chain of a {@link FinderRegistry}, as its owner sees it. */
final class RegistryChain extends SteppedList implements FinderChain {

  private static final int MOST_REMEMBERED = 100;

  private final FinderRegistry registry;
  private final Notices notices;
  private final ChangeQueue<FinderChange> changes = new ChangeQueue<>("the finders");

  /** Guarded by itself; nothing else runs under it. */
  private final Deque<FinderChange> history = new ArrayDeque<>();

  RegistryChain(FinderRegistry registry, Notices notices) {
    this.registry = registry;
    this.notices = notices;
    changes.add(this::remember, notices);
  }

  private void remember(FinderChange change) {
    synchronized (history) {
      if (history.size() == MOST_REMEMBERED) {
        history.removeFirst();
      }
      history.addLast(change);
    }
  }

  @Override
  Finders seen() {
    return registry.chain();
  }

  @Override
  int from() {
    return 0;
  }

  @Override
  int length(Finders seen) {
    return seen.chain().length;
  }

  @Override
  <R extends @Nullable Object> Stepped<R> step(
      @Nullable Finders expected, Function<List<PluginFinder>, R> edit) {
    return step(expected, "", edit);
  }

  @SuppressWarnings("ReferenceEquality") // identity is meant
  private <R extends @Nullable Object> Stepped<R> step(
      @Nullable Finders expected, String reason, Function<List<PluginFinder>, R> edit) {
    while (true) {
      Finders before = registry.chain();
      if (expected != null && expected != before) {
        throw new ConcurrentModificationException(
            "The finders were changed by somebody else since this iterator or sublist was made"
                + " (generation "
                + expected.generation()
                + ", now "
                + before.generation()
                + "). Make another one, or use edit() for several changes at once.");
      }
      List<PluginFinder> finders = new ArrayList<>(before.list());
      R result = edit.apply(finders);
      ChainEdit made = new ChainEdit(before.list(), finders);
      if (made.isNone()) {
        return new Stepped<>(before, result);
      }
      String description = reason.isEmpty() ? made.text() : reason + ": " + made.text();
      Finders after = registry.replace(before, finders, description);
      if (after != null) {
        changes.publish(
            after.generation(),
            new FinderChange(
                after.generation(),
                description,
                before.list(),
                finders,
                Instant.now(),
                Thread.currentThread().getName()));
        return new Stepped<>(after, result);
      }
    }
  }

  @Override
  public long generation() {
    return registry.chain().generation();
  }

  @Override
  public void move(int from, int to) {
    step(
        null,
        list -> {
          Objects.checkIndex(to, list.size());
          list.add(to, list.remove(from));
          return true;
        });
  }

  @Override
  public void edit(String reason, Consumer<? super List<PluginFinder>> change) {
    step(
        null,
        reason,
        list -> {
          change.accept(list);
          list.forEach(SteppedList::some);
          return true;
        });
  }

  @Override
  public void invalidate(PluginFinder finder) {
    FinderRoot root = registry.chain().root(finder);
    if (root == null) {
      throw new IllegalArgumentException(
          "The finder '"
              + RootNames.describe(finder)
              + "' is not in the chain of this container. Add it first.");
    }
    registry.invalidate(root, RootNames.describe(finder) + " was invalidated");
  }

  @Override
  public List<FinderChange> history() {
    synchronized (history) {
      return List.copyOf(history);
    }
  }

  @Override
  public Subscription onChange(Consumer<? super FinderChange> listener) {
    return changes.add(listener, notices);
  }

  @Override
  public List<PluginFinder> subList(int from, int to) {
    Finders seen = registry.chain();
    Objects.checkFromToIndex(from, to, seen.chain().length);
    return new Part(seen, from, to - from);
  }

  /** A part of the chain; like an iterator, it reads what it saw. Used by one thread at a time. */
  private final class Part extends SteppedList {

    private final int from;
    private Finders seen;
    private int length;

    Part(Finders seen, int from, int length) {
      this.seen = seen;
      this.from = from;
      this.length = length;
    }

    @Override
    Finders seen() {
      return seen;
    }

    @Override
    int from() {
      return from;
    }

    @Override
    int length(Finders chain) {
      return length;
    }

    @Override
    <R extends @Nullable Object> Stepped<R> step(
        @Nullable Finders expected, Function<List<PluginFinder>, R> edit) {
      int before = seen.chain().length;
      Stepped<R> stepped =
          RegistryChain.this.step(seen, list -> edit.apply(list.subList(from, from + length)));
      seen = stepped.after();
      length += seen.chain().length - before;
      return stepped;
    }

    @Override
    public List<PluginFinder> subList(int begin, int end) {
      Objects.checkFromToIndex(begin, end, length);
      return new Part(seen, from + begin, end - begin);
    }
  }
}
