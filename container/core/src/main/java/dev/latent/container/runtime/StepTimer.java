package dev.latent.container.runtime;

import dev.latent.api.admin.ActivationStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the steps of one activation, wall clock and CPU time of the activating thread. Nested
 * activations pause the outer timer, so each millisecond counts once. Used by one thread.
 */
public final class StepTimer {

  private final List<ActivationStep> steps = new ArrayList<>();
  // Read by threads that wait for this activation, to say what it is doing.
  private volatile String current = "";
  private long wallStart;
  private long wallBefore;
  private long cpuStart;
  private long cpuBefore;

  /** Makes a timer with no step running. */
  public StepTimer() {}

  /**
   * Ends the running step, if any, and begins another.
   *
   * @param step its name, see {@link ActivationStep#name()}
   */
  public void begin(String step) {
    end();
    current = step;
    wallBefore = 0;
    cpuBefore = 0;
    resume();
  }

  /** Ends the running step, if any. */
  public void end() {
    if (!current.isEmpty()) {
      pause();
      steps.add(new ActivationStep(current, wallBefore, cpuBefore));
      current = "";
    }
  }

  /** Leaves the running step out of the count, while another activation runs within it. */
  public void pause() {
    wallBefore += System.nanoTime() - wallStart;
    long cpuNow = CpuTimes.ofThisThread();
    // A step of which a part could not be measured has no time, rather than a wrong one.
    cpuBefore =
        cpuBefore < 0 || cpuStart < 0 || cpuNow < 0
            ? CpuTimes.UNKNOWN
            : cpuBefore + cpuNow - cpuStart;
  }

  /** Counts again after {@link #pause()}. */
  public void resume() {
    cpuStart = CpuTimes.ofThisThread();
    wallStart = System.nanoTime();
  }

  /**
   * The step that runs now. May be called from any thread.
   *
   * @return its name, or empty if none does
   */
  public String current() {
    return current;
  }

  /**
   * The steps that ended so far.
   *
   * @return a copy, in the order in which they began
   */
  public List<ActivationStep> steps() {
    return List.copyOf(steps);
  }
}
