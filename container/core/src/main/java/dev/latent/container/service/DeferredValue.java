package dev.latent.container.service;

import dev.latent.api.Deferred;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value made from another deferred one: once for each value of that, and again after a failure.
 * No lock is held while the function runs; threads that come meanwhile wait for its outcome.
 */
final class DeferredValue<S, T> implements Deferred<T> {

  private static final long LIMIT_SECONDS = 60;

  private final Deferred<S> source;
  private final Function<? super S, ? extends T> function;
  private final AtomicReference<@Nullable Computation<S, T>> current = new AtomicReference<>();

  DeferredValue(Deferred<S> source, Function<? super S, ? extends T> function) {
    this.source = source;
    this.function = function;
  }

  /** One run of the function. */
  private static final class Computation<S, T> {
    final S from;
    final Thread owner = Thread.currentThread();
    final CountDownLatch done = new CountDownLatch(1);
    volatile @Nullable T value;
    volatile @Nullable Throwable failure;

    Computation(S from) {
      this.from = from;
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // another service may well say that it is equal
  public T get() {
    S from = source.get();
    while (true) {
      Computation<S, T> known = current.get();
      if (known == null || known.from != from) {
        Computation<S, T> mine = new Computation<>(from);
        if (current.compareAndSet(known, mine)) {
          return compute(mine);
        }
      } else {
        return join(known);
      }
    }
  }

  private T compute(Computation<S, T> mine) {
    try {
      T value = function.apply(mine.from);
      if (value == null) {
        throw new IllegalStateException("The function of a deferred value gave null.");
      }
      mine.value = value;
      return value;
    } catch (Throwable e) {
      mine.failure = e;
      current.compareAndSet(mine, null); // the next call tries again
      throw e;
    } finally {
      mine.done.countDown();
    }
  }

  private T join(Computation<S, T> other) {
    T value = other.value;
    if (value != null) {
      return value;
    }
    if (other.owner == Thread.currentThread() && other.done.getCount() > 0) {
      throw new IllegalStateException("A deferred value needs itself while it is computed.");
    }
    try {
      if (!other.done.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "A deferred value is being computed by thread '"
                + other.owner.getName()
                + "' for more than "
                + LIMIT_SECONDS
                + " s; gave up waiting for it.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for a deferred value.", e);
    }
    value = other.value;
    if (value == null) {
      throw new IllegalStateException(
          "The computation of a deferred value failed on thread '" + other.owner.getName() + "'.",
          other.failure);
    }
    return value;
  }

  @Override
  public Optional<T> peek() {
    Computation<S, T> known = current.get();
    return known == null ? Optional.empty() : Optional.ofNullable(known.value);
  }

  @Override
  public <R> Deferred<R> map(Function<? super T, ? extends R> next) {
    return new DeferredValue<>(this, next);
  }
}
