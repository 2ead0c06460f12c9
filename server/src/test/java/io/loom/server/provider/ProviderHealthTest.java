package io.loom.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.provider.Provider.Health;
import io.loom.server.provider.Provider.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderHealthTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LATENCY = Duration.ofMillis(12);

  private final ProviderHealth rules = new ProviderHealth(ProviderConfig.DEFAULTS);

  @ParameterizedTest
  @CsvSource({
    "PENDING, ACTIVE",
    "ACTIVE, HEALTHY",
    "HEALTHY, HEALTHY",
    "ERROR, HEALTHY",
    "FAILED, HEALTHY"
  })
  void successfulProbeLeadsTowardsHealthy(Status before, Status after) {
    var health = rules.probed(health(before, 4), START, LATENCY);

    assertThat(health.status()).isEqualTo(after);
    assertThat(health.failures()).isZero();
    assertThat(health.error()).isNull();
    assertThat(health.failingSince()).isNull();
    assertThat(health.lastLatencyMs()).isEqualTo(12);
    assertThat(health.nextProbeAt()).isEqualTo(START.plusSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({"PENDING", "ACTIVE", "HEALTHY"})
  void oneFailureIsAnErrorThatIsTriedAgainSoon(Status before) {
    var health = rules.probeFailed(health(before, 0), START, "no");

    assertThat(health.status()).isEqualTo(Status.ERROR);
    assertThat(health.error()).isEqualTo("no");
    assertThat(health.nextProbeAt()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void fiveFailuresInLessThanTwoMinutesAreStillAnError() {
    var health = Health.unknown(START);
    for (int i = 0; i < 9; i++) {
      health = rules.useFailed(health, START.plusSeconds(i * 14L), "no");
    }
    assertThat(health.status()).isEqualTo(Status.ERROR);
    assertThat(health.failingSince()).isEqualTo(START);
    assertThat(health.nextProbeAt()).isEqualTo(START.plusSeconds(8 * 14 + 30));
  }

  @Test
  void fiveFailuresOverTwoMinutesAreLastingAndTriedMoreSlowly() {
    var health = Health.unknown(START);
    for (int i = 0; i < 5; i++) {
      assertThat(health.status()).isNotEqualTo(Status.FAILED);
      health = rules.probeFailed(health, START.plusSeconds(i * 30L), "no");
    }
    assertThat(health.status()).isEqualTo(Status.FAILED);
    assertThat(health.nextProbeAt()).isEqualTo(START.plusSeconds(120 + 300));
  }

  @Test
  void useMakesHealthyAndLeavesTheProbesAlone() {
    var before = rules.probeFailed(health(Status.ACTIVE, 0), START, "no");
    var health = rules.used(before);

    assertThat(health.status()).isEqualTo(Status.HEALTHY);
    assertThat(health.error()).isNull();
    assertThat(health.nextProbeAt()).isEqualTo(before.nextProbeAt());
  }

  @Test
  void whateverHappensUsableMeansNoFailureAndFailedMeansMany() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var now = START;
    var health = Health.unknown(now);
    for (int i = 0; i < 10_000; i++) {
      now = now.plusSeconds(random.nextInt(60));
      health =
          switch (random.nextInt(5)) {
            case 0 -> rules.probed(health, now, LATENCY);
            case 1 -> rules.used(health);
            case 2, 3 -> rules.probeFailed(health, now, "no");
            default -> rules.useFailed(health, now, "no");
          };
      assertThat(health.status().isUsable()).as("seed %d", seed).isEqualTo(health.failures() == 0);
      assertThat(health.status() != Status.FAILED || health.failures() >= 5)
          .as("seed %d", seed)
          .isTrue();
    }
  }

  private static Health health(Status status, int failures) {
    return new Health(status, failures, failures == 0 ? null : START, null, null, null, START);
  }
}
