package io.loom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.sync.ProjectCheck.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckTurnTest {
  private final CheckTurn turn = new CheckTurn(Duration.ofHours(1));

  @Test
  void firstLookIsDueAtOnceAndNoSecondBesideIt() {
    assertThat(turn.begin()).isTrue();
    assertThat(turn.begin()).isFalse();
    assertThat(turn.end(Outcome.SETTLED)).isFalse();
    assertThat(turn.begin()).isFalse();
  }

  @Test
  void whoAsksDuringALookGetsOneThatBeganLater() throws InterruptedException {
    assertThat(turn.begin()).isTrue();
    long wanted = turn.ask();

    assertThat(turn.end(Outcome.UNSETTLED)).isTrue();
    assertThat(turn.await(wanted, Duration.ZERO)).isFalse();
    assertThat(turn.begin()).isTrue();
    assertThat(turn.end(Outcome.UNSETTLED)).isFalse();
    assertThat(turn.await(wanted, Duration.ZERO)).isTrue();
  }

  @Test
  void askedForLookIsDueAtOnce() {
    assertThat(turn.begin()).isTrue();
    assertThat(turn.end(Outcome.SETTLED)).isFalse();

    var _ = turn.ask();

    assertThat(turn.begin()).isTrue();
  }
}
