package dev.latent.container.testing;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Named threads of a test, each wait bounded. */
public final class Threads implements AutoCloseable {

  private static final long LIMIT_SECONDS = 30;

  private final Map<String, Thread> threads = new ConcurrentHashMap<>();

  public <T> Future<T> run(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    threads.put(name, thread);
    thread.start();
    return task;
  }

  public static <T> T result(Future<T> future) throws Exception {
    return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** What the work threw, or null. */
  public static @Nullable Throwable outcome(Future<?> future)
      throws InterruptedException, TimeoutException {
    try {
      future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  public static <E extends Throwable> E failure(Future<?> future, Class<E> type)
      throws InterruptedException, TimeoutException {
    return type.cast(outcome(future));
  }

  /** Returns as soon as a thread is parked with a limit, as all waits of the container are. */
  public void awaitWaiting(String name) {
    Thread thread = threads.get(name);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (thread != null && thread.getState() != Thread.State.TIMED_WAITING) {
      if (System.nanoTime() > end) {
        throw new AssertionError("Thread " + name + " does not wait: " + thread.getState());
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    for (Thread thread : threads.values()) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        throw new AssertionError("Thread " + thread.getName() + " is still running");
      }
    }
  }
}
