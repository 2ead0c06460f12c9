package io.loom.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.MutableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final String HERE = "192.0.2.1";
  private static final String THERE = "198.51.100.1";

  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final LoginThrottle throttle = new LoginThrottle(clock);

  @Test
  void delayDoublesUpToAnEnd() {
    fail("ada", HERE, 5);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      assertThat(throttle.enter("ada", HERE)).contains(Duration.ofSeconds(seconds));
      clock.advance(Duration.ofSeconds(seconds));
      fail("ada", HERE, 1);
    }
  }

  @Test
  void ownerElsewhereIsNotKeptOut() {
    fail("ada", HERE, 5);

    assertThat(throttle.enter("ada", HERE)).isPresent();
    assertThat(throttle.enter("ada", THERE)).isEmpty();
  }

  @Test
  void addressThatTriesManyNamesIsSlowedDown() {
    for (int i = 0; i < 50; i++) {
      fail("user" + i, HERE, 1);
    }

    assertThat(throttle.enter("another", HERE)).contains(Duration.ofSeconds(1));
    assertThat(throttle.enter("another", THERE)).isEmpty();
  }

  @Test
  void addressesOfOneIpv6NetworkAreOne() {
    for (int i = 0; i < 5; i++) {
      fail("ada", "[2001:db8:1:2:3:4:5:%d]".formatted(i), 1);
    }

    assertThat(throttle.enter("ada", "[2001:db8:1:2:9:9:9:9]")).isPresent();
    assertThat(throttle.enter("ada", "[2001:db8:1:3:9:9:9:9]")).isEmpty();
  }

  @Test
  void successForgetsTheFailures() {
    fail("ada", HERE, 4);
    assertThat(throttle.enter("ada", HERE)).isEmpty();
    throttle.succeeded("ada", HERE);

    fail("ada", HERE, 4);
    assertThat(throttle.enter("ada", HERE)).isEmpty();
  }

  @Test
  void manyThatSignInAtOnceAreNoFailures() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(throttle.enter("ada", HERE)).isEmpty();
      throttle.succeeded("ada", HERE);
    }
  }

  @Test
  void undecidedAttemptCostsNothing() {
    for (int i = 0; i < 100; i++) {
      assertThat(throttle.enter("ada", HERE)).isEmpty();
      throttle.undecided("ada", HERE);
    }
  }

  @Test
  void failuresAreForgottenWithTime() {
    fail("ada", HERE, 5);
    clock.advance(Duration.ofMinutes(16));

    fail("ada", HERE, 4);
    assertThat(throttle.enter("ada", HERE)).isEmpty();
  }

  private void fail(String account, String address, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(throttle.enter(account, address)).isEmpty();
    }
  }
}
