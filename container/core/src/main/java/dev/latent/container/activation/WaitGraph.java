package dev.latent.container.activation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who does what, and who waits for whom. A thread that would close a circle of waiting is told so
 * instead of waiting. Its lock is held for a few map operations only.
 */
final class WaitGraph {

  private final Object lock = new Object();

  /** The innermost operation that each thread performs. */
  private final Map<Thread, Operation> working = new HashMap<>();

  /** The operation that each waiting thread waits for. */
  private final Map<Thread, Operation> waiting = new HashMap<>();

  private long begun;

  @Nullable Operation innermost(Thread thread) {
    synchronized (lock) {
      return working.get(thread);
    }
  }

  boolean busy() {
    synchronized (lock) {
      return !working.isEmpty();
    }
  }

  /** How many operations were begun so far. */
  long begun() {
    synchronized (lock) {
      return begun;
    }
  }

  void begin(Operation operation) {
    synchronized (lock) {
      begun++;
      working.put(operation.owner(), operation);
    }
  }

  void end(Operation operation) {
    synchronized (lock) {
      Operation outer = operation.outer();
      if (outer == null) {
        working.remove(operation.owner());
      } else {
        working.put(operation.owner(), outer);
      }
    }
  }

  /**
   * Notes that a thread is about to wait for an operation, unless that would close a circle.
   *
   * @return null if the thread may wait, and must call {@link #woken} afterwards; else the circle:
   *     the operations from the wanted one to the innermost one of the thread
   */
  @Nullable List<Operation> await(Thread thread, Operation wanted) {
    synchronized (lock) {
      List<Operation> circle = new ArrayList<>();
      Operation at = wanted;
      while (at != null) {
        Thread owner = at.owner();
        addNested(circle, at, working.get(owner));
        if (owner == thread) {
          return circle;
        }
        at = waiting.get(owner);
      }
      waiting.put(thread, wanted);
      return null;
    }
  }

  /** Adds an operation and those within it on the same thread, outermost first. */
  private static void addNested(
      List<Operation> circle, Operation outer, @Nullable Operation innermost) {
    int at = circle.size();
    Operation inner = innermost;
    while (inner != null && inner != outer) {
      circle.add(at, inner);
      inner = inner.outer();
    }
    if (inner == null) {
      // Not on the stack of its thread, so what was added has nothing to do with it.
      circle.subList(at, circle.size()).clear();
    }
    circle.add(at, outer);
  }

  void woken(Thread thread) {
    synchronized (lock) {
      waiting.remove(thread);
    }
  }
}
