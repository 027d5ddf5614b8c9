package dev.latent.container.admin;

import dev.latent.api.admin.Problem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps the latest problems that are not part of the plugin set. Thread-safe. */
public final class ProblemLog {

  private static final int MOST = 200;

  private final Object lock = new Object();
  private final Deque<Problem> problems = new ArrayDeque<>();

  /** Makes an empty log. */
  public ProblemLog() {}

  /**
   * Adds a problem; the oldest goes where there are too many.
   *
   * @param problem the problem
   */
  public void add(Problem problem) {
    synchronized (lock) {
      if (problems.contains(problem)) {
        return;
      }
      if (problems.size() == MOST) {
        problems.removeFirst();
      }
      problems.addLast(problem);
    }
  }

  /**
   * Removes what a rule found in a place, because it is so no longer.
   *
   * @param rule the rule
   * @param location the place
   */
  public void remove(String rule, String location) {
    synchronized (lock) {
      problems.removeIf(
          problem -> problem.rule().equals(rule) && problem.location().equals(location));
    }
  }

  List<Problem> all() {
    synchronized (lock) {
      return List.copyOf(problems);
    }
  }
}
