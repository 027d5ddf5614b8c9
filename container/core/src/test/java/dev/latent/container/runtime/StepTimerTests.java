package dev.latent.container.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latent.api.admin.ActivationStep;
import org.junit.jupiter.api.Test;

/** What steps of an activation cost. */
class StepTimerTests {

  @Test
  void tellsTheCpuTimeOfEachStepOnceItCanBeHad() {
    CpuTimes.load();
    StepTimer timer = new StepTimer();
    timer.begin("resolve");
    long spent = CpuTimes.ofThisThread();
    while (CpuTimes.ofThisThread() - spent < 1_000_000) {
      Thread.onSpinWait();
    }
    timer.begin("start");
    timer.end();

    assertThat(timer.steps()).extracting(ActivationStep::name).containsExactly("resolve", "start");
    assertThat(timer.steps().get(0).cpuNanos()).isGreaterThanOrEqualTo(1_000_000);
    assertThat(timer.steps().get(1).cpuNanos()).isNotNegative();
  }

  @Test
  void leavesOutWhatRunsWhileItIsPaused() {
    CpuTimes.load();
    StepTimer timer = new StepTimer();
    timer.begin("start");
    timer.pause();
    long spent = CpuTimes.ofThisThread();
    while (CpuTimes.ofThisThread() - spent < 50_000_000) {
      Thread.onSpinWait();
    }
    timer.resume();
    timer.end();

    assertThat(timer.steps().get(0).cpuNanos()).isBetween(0L, 49_999_999L);
  }
}
