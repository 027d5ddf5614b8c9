package dev.latent.container.finder;

import dev.latent.container.descriptor.IndexEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One reading of many jars by several threads, while the thread that wants them waits, tells of the
 * progress, and gives up what takes too long. Code of finders runs on the reading threads, with no
 * lock held. Used once.
 */
final class SharedReading {

  /**
   * How long things may take.
   *
   * @param progress after how long the progress is told, and told again
   * @param jar after how long the reading of one jar is given up
   */
  record Limits(Duration progress, Duration jar) {

    static final Limits DEFAULT = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(60));
  }

  private final List<Indexing.Item> items;
  private final Function<Indexing.Item, IndexEntry> reader;
  private final BiFunction<Indexing.Item, String, IndexEntry> givenUp;
  private final IntConsumer progress;
  private final Limits limits;

  /** Guards what follows, and what is taken from or given to workers. */
  private final Object lock = new Object();

  private final List<Worker> workers = new ArrayList<>();
  private int next;
  private int done;
  private int named;

  /** The error that reading died of, thrown to the thread that waits. */
  private @Nullable Throwable fatal;

  SharedReading(
      List<Indexing.Item> items,
      Function<Indexing.Item, IndexEntry> reader,
      BiFunction<Indexing.Item, String, IndexEntry> givenUp,
      IntConsumer progress,
      Limits limits) {
    this.items = items;
    this.reader = reader;
    this.givenUp = givenUp;
    this.progress = progress;
    this.limits = limits;
  }

  /** Reads all; each item has an entry afterwards. */
  void run(int threads) {
    synchronized (lock) {
      for (int i = 0; i < threads; i++) {
        begin();
      }
    }
    boolean interrupted = false;
    long told = System.nanoTime();
    while (true) {
      int tell = -1;
      List<Worker> stuck = new ArrayList<>();
      synchronized (lock) {
        if (done == items.size() || fatal != null) {
          break;
        }
        interrupted |= await(told + limits.progress().toNanos());
        long now = System.nanoTime();
        if (now - told >= limits.progress().toNanos() && done < items.size()) {
          told = now;
          tell = done;
        }
        takeStuck(now, stuck);
      }
      if (tell >= 0) {
        progress.accept(tell);
      }
      for (Worker worker : stuck) {
        giveUp(worker);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow();
  }

  private void rethrow() {
    Throwable died;
    synchronized (lock) {
      died = fatal;
    }
    if (died instanceof Error error) {
      throw error;
    }
    if (died instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Waits until something happened, something is to be told, or a jar took too long. */
  private boolean await(long until) {
    long now = System.nanoTime();
    // A worker that takes an item while this waits is not late before that either.
    long end = Math.min(until, now + limits.jar().toNanos());
    for (Worker worker : workers) {
      if (worker.item != null) {
        end = Math.min(end, worker.since + limits.jar().toNanos());
      }
    }
    long left = end - now;
    if (left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(lock, left + 1_000_000);
      } catch (InterruptedException e) {
        return true; // the reading is finished all the same; told to the caller after it
      }
    }
    return false;
  }

  private void takeStuck(long now, List<Worker> stuck) {
    for (Worker worker : List.copyOf(workers)) {
      if (worker.item != null && now - worker.since >= limits.jar().toNanos()) {
        workers.remove(worker);
        stuck.add(worker);
        begin(); // in its place
      }
    }
  }

  private void giveUp(Worker worker) {
    Indexing.Item item = worker.item;
    Thread thread = worker.thread;
    if (item == null || thread == null) {
      return;
    }
    StackTraceElement[] stack = thread.getStackTrace();
    thread.interrupt();
    IndexEntry entry = givenUp.apply(item, stack.length == 0 ? "" : stack[0].toString());
    synchronized (lock) {
      item.entry = entry;
      done++;
    }
  }

  /** Begins one more worker; called under the lock. */
  private void begin() {
    Worker worker = new Worker();
    Thread thread = new Thread(worker, "latent-index-" + ++named);
    thread.setDaemon(true);
    worker.thread = thread;
    workers.add(worker);
    thread.start();
  }

  /** Reads one item after the other until there is none, or it was given up. */
  private final class Worker implements Runnable {

    private @Nullable Thread thread;
    private Indexing.@Nullable Item item;
    private long since;

    @Override
    public void run() {
      try {
        for (Indexing.Item taken = take(); taken != null; taken = take()) {
          IndexEntry entry = reader.apply(taken);
          if (!give(taken, entry)) {
            return;
          }
        }
      } catch (RuntimeException | Error e) {
        synchronized (lock) {
          if (workers.contains(this)) {
            fatal = e;
            lock.notifyAll();
          }
        }
      }
    }

    private Indexing.@Nullable Item take() {
      synchronized (lock) {
        item = next < items.size() && fatal == null ? items.get(next++) : null;
        since = System.nanoTime();
        return item;
      }
    }

    /** Hands over what was read; false if nobody waits for it any more. */
    private boolean give(Indexing.Item taken, IndexEntry entry) {
      synchronized (lock) {
        if (!workers.contains(this)) {
          return false;
        }
        taken.entry = entry;
        item = null;
        done++;
        if (done == items.size()) {
          lock.notifyAll();
        }
        return true;
      }
    }
  }
}
