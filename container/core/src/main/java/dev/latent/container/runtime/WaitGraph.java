package dev.latent.container.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who does what in a container, and who waits for whom, whatever it is that they do: one graph for
 * all, so that a circle of different kinds of work is seen as well. A thread that would close a
 * circle of waiting is told so instead of waiting.
 *
 * <p>Thread-safe. Its lock is held for a few map operations only.
 */
public final class WaitGraph {

  private final Object lock = new Object();

  /** The innermost work that each thread performs. */
  private final Map<Thread, Work> working = new HashMap<>();

  /** The work that each waiting thread waits for. */
  private final Map<Thread, Work> waiting = new HashMap<>();

  /** Work that is going on, by its number. */
  private final Map<Long, Work> numbered = new HashMap<>();

  /**
   * The numbers of the work that a thread performs, outermost first, after those of the work in
   * which it was made. Numbers keep nothing alive in threads that outlive what they were made for.
   */
  @SuppressWarnings("ThreadLocalUsage") // one for each container, as the numbers are
  private final InheritableThreadLocal<long[]> numbers = new InheritableThreadLocal<>();

  private long begun;

  /** Makes a graph with nothing going on. */
  public WaitGraph() {}

  /**
   * What a thread does now.
   *
   * @param thread a thread
   * @return its innermost work; null if it does none
   */
  public @Nullable Work innermost(Thread thread) {
    synchronized (lock) {
      return working.get(thread);
    }
  }

  /**
   * Whether anything is going on.
   *
   * @return true if a thread performs work
   */
  public boolean busy() {
    synchronized (lock) {
      return !working.isEmpty();
    }
  }

  /**
   * Notes that work begins on its thread; {@link #end} must follow.
   *
   * @param work the work
   */
  public void begin(Work work) {
    long number;
    synchronized (lock) {
      working.put(work.owner(), work);
      begun++;
      number = begun;
      numbered.put(number, work);
    }
    if (work.owner().equals(Thread.currentThread())) {
      long[] outer = numbers.get();
      int count = outer == null ? 0 : outer.length;
      long[] now = outer == null ? new long[1] : Arrays.copyOf(outer, count + 1);
      now[count] = number;
      numbers.set(now);
    }
  }

  /**
   * How much work was begun so far.
   *
   * @return a number that grows with each
   */
  public long begun() {
    synchronized (lock) {
      return begun;
    }
  }

  /**
   * Notes that work is over.
   *
   * @param work the innermost work of its thread
   */
  public void end(Work work) {
    synchronized (lock) {
      Thread thread = work.owner();
      Work outer = work.outer();
      if (outer == null || !outer.owner().equals(thread)) {
        working.remove(thread);
      } else {
        working.put(thread, outer);
      }
      numbered.values().remove(work);
    }
    long[] now = numbers.get();
    if (now != null && work.owner().equals(Thread.currentThread())) {
      if (now.length == 1) {
        numbers.remove();
      } else {
        numbers.set(Arrays.copyOf(now, now.length - 1));
      }
    }
  }

  /**
   * The work that can't go on before the current thread does: what it performs, what was going on
   * in the thread that made it, and the work of threads that wait for any of these. Waiting for it
   * on this thread would close a circle.
   *
   * @return in no particular order
   */
  public List<Work> around() {
    Thread thread = Thread.currentThread();
    long[] within = numbers.get();
    synchronized (lock) {
      if (working.isEmpty()) {
        return List.of();
      }
      Set<Work> around = new LinkedHashSet<>();
      addPerformed(thread, around);
      for (int i = 0; within != null && i < within.length; i++) {
        Work outer = numbered.get(within[i]);
        if (outer != null) {
          around.add(outer);
        }
      }
      int before = -1;
      while (before != around.size()) {
        before = around.size();
        for (Map.Entry<Thread, Work> entry : waiting.entrySet()) {
          if (around.contains(entry.getValue())) {
            addPerformed(entry.getKey(), around);
          }
        }
      }
      return List.copyOf(around);
    }
  }

  private void addPerformed(Thread thread, Set<Work> performed) {
    Work work = working.get(thread);
    while (work != null && work.owner().equals(thread)) {
      performed.add(work);
      work = work.outer();
    }
  }

  /**
   * Notes that a thread is about to wait for work, unless that would close a circle.
   *
   * @param thread the thread
   * @param wanted what it wants to wait for
   * @return null if the thread may wait, and must call {@link #woken} afterwards; else the circle:
   *     from the wanted work to the innermost one of the thread
   */
  public @Nullable List<Work> await(Thread thread, Work wanted) {
    synchronized (lock) {
      List<Work> circle = new ArrayList<>();
      Work at = wanted;
      while (at != null) {
        Thread owner = at.owner();
        addNested(circle, at, working.get(owner));
        if (owner.equals(thread)) {
          return circle;
        }
        at = waiting.get(owner);
      }
      waiting.put(thread, wanted);
      return null;
    }
  }

  /** Adds work and what is within it on the same thread, outermost first. */
  private static void addNested(List<Work> circle, Work outer, @Nullable Work innermost) {
    int at = circle.size();
    Work inner = innermost;
    while (inner != null && !inner.equals(outer)) {
      circle.add(at, inner);
      inner = inner.outer();
    }
    if (inner == null) {
      // Not on the stack of its thread, so what was added has nothing to do with it.
      circle.subList(at, circle.size()).clear();
    }
    circle.add(at, outer);
  }

  /**
   * Notes that a thread waits no more.
   *
   * @param thread the thread
   */
  public void woken(Thread thread) {
    synchronized (lock) {
      waiting.remove(thread);
    }
  }
}
