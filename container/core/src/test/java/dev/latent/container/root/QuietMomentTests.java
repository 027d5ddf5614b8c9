package dev.latent.container.root;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuietMomentTests {

  private static final long BEGIN = 1_000;

  private final QuietMoment moment = new QuietMoment(BEGIN, 0);

  @Test
  void itIsTheMomentWhenNothingHappenedForAWhile() {
    assertThat(moment.millisLeft(BEGIN + 100, 0, false)).isEqualTo(QuietMoment.QUIET_MILLIS - 100);
    assertThat(moment.millisLeft(BEGIN + QuietMoment.QUIET_MILLIS, 0, false)).isZero();
  }

  @Test
  void whatHappenedMeanwhilePutsItOff() {
    long later = BEGIN + QuietMoment.QUIET_MILLIS;

    assertThat(moment.millisLeft(later, 1, false)).isEqualTo(QuietMoment.QUIET_MILLIS);
    assertThat(moment.millisLeft(later + QuietMoment.QUIET_MILLIS, 1, false)).isZero();
  }

  @Test
  void anActivationThatRunsPutsItOffUntilItEnded() {
    long later = BEGIN + 3 * QuietMoment.QUIET_MILLIS;
    moment.millisLeft(BEGIN + 10, 1, true);

    assertThat(moment.millisLeft(later, 1, true)).isEqualTo(QuietMoment.QUIET_MILLIS);
    assertThat(moment.millisLeft(later + QuietMoment.QUIET_MILLIS, 1, false)).isZero();
  }

  @Test
  void itComesInTheEndWhereItIsNeverQuiet() {
    long end = BEGIN + QuietMoment.LONGEST_MILLIS;

    assertThat(moment.millisLeft(end - 20, 7, true)).isEqualTo(20);
    assertThat(moment.millisLeft(end, 8, true)).isZero();
  }
}
