package io.loom.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import io.loom.server.MutableClock;
import io.loom.server.RestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(60)
class HealthResourceTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Caller NOBODY =
      new Caller("user-nobody", "nobody", Set.of(), Reach.EVERYTHING);

  private record Check(String name, Supplier<HealthReport> answer) implements HealthCheck {
    @Override
    public HealthReport check() {
      return answer.get();
    }
  }

  private final MutableClock clock = new MutableClock(NOON);
  private final Database database;
  private volatile HealthReport loops = HealthReport.healthy();
  private volatile HealthReport providers = HealthReport.healthy();

  HealthResourceTest(DatabaseKind kind) {
    database = kind.fresh("db/server");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void healthyServerSaysSoToAnybody() {
    try (var feature = feature();
        var server = RestServer.of(_ -> NOBODY, feature.resource(), new OpenapiResource())) {
      clock.advance(Duration.ofSeconds(90));

      assertThat(server.get("/health/live").text("status")).isEqualTo("alive");
      assertThat(server.get("/api/v1/health").text("status")).isEqualTo("ok");
      var ready = server.get("/health/ready");
      assertThat(ready.status()).isEqualTo(200);
      assertThat(ready.body().path("ready").asBoolean()).isTrue();
      assertThat(ready.body().at("/dependencies/database/status").asText()).isEqualTo("healthy");
      assertThat(ready.body().at("/dependencies/loops/status").asText()).isEqualTo("healthy");

      var health = server.get("/health");
      assertThat(health.status()).isEqualTo(200);
      assertThat(health.text("status")).isEqualTo("healthy");
      assertThat(health.text("instance_id")).isEqualTo("host-1");
      assertThat(health.text("version")).isEqualTo("0.1.0");
      assertThat(health.text("timestamp")).isEqualTo("2026-01-01T12:01:30Z");
      assertThat(health.body().path("uptime_seconds").asLong()).isEqualTo(90);
      assertThat(health.body().at("/dependencies/providers/latency_ms").isIntegralNumber())
          .isTrue();
      assertThat(health.body().at("/dependencies/providers").has("message")).isFalse();
      assertThat(health.body().path("metrics").fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder(
              "goroutines",
              "memory_alloc",
              "memory_sys",
              "gc_runs",
              "cpu_cores",
              "cache_hits",
              "cache_misses",
              "cache_hit_rate");
      assertThat(health.body().at("/metrics/goroutines").asLong()).isPositive();
    }
  }

  @Test
  void stoppedLoopMakesTheServerNotReady() {
    try (var feature = feature();
        var server = RestServer.of(feature.resource())) {
      loops = HealthReport.unhealthy("The dispatch loop has stopped.");

      var ready = server.get("/health/ready");
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.body().path("ready").asBoolean()).isFalse();
      assertThat(ready.body().at("/dependencies/loops/message").asText())
          .isEqualTo("The dispatch loop has stopped.");
      assertThat(server.get("/health").status()).isEqualTo(503);
      assertThat(server.get("/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void missingProviderDegradesHealthButNotReadiness() {
    try (var feature = feature();
        var server = RestServer.of(feature.resource())) {
      providers = HealthReport.unhealthy("No provider can be used.");

      assertThat(server.get("/health/ready").status()).isEqualTo(200);
      var health = server.get("/health");
      assertThat(health.status()).isEqualTo(200);
      assertThat(health.text("status")).isEqualTo("degraded");
    }
  }

  @Test
  void databaseThatTakesNoWritesIsFoundOut() {
    try (var feature = feature();
        var server = RestServer.of(feature.resource())) {
      database.change(handle -> handle.execute("DROP TABLE health_probes"));

      var ready = server.get("/health/ready");
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.body().at("/dependencies/database/status").asText()).isEqualTo("unhealthy");
    }
  }

  @Test
  void checkThatHangsCountsAsUnhealthyAndIsNotStartedTwice() {
    var starts = new AtomicInteger();
    var release = new CountDownLatch(1);
    var stuck =
        new Check(
            "stuck",
            () -> {
              starts.incrementAndGet();
              awaitQuietly(release);
              return HealthReport.healthy();
            });
    try (var board = new HealthBoard(List.of(stuck), Duration.ofMillis(50), Duration.ZERO)) {
      assertThat(found(board, "stuck"))
          .isEqualTo(HealthReport.unhealthy("No answer within 50 ms."));
      board.look();
      assertThat(starts).hasValue(1);
      release.countDown();
    }
  }

  @Test
  void checkThatFailsIsUnhealthyAndTriedAgain() {
    var calls = new AtomicInteger();
    var flaky =
        new Check(
            "flaky",
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("boom");
              }
              return HealthReport.healthy();
            });
    try (var board = new HealthBoard(List.of(flaky), Duration.ofSeconds(10), Duration.ZERO)) {
      assertThat(found(board, "flaky").status()).isEqualTo(HealthStatus.UNHEALTHY);
      assertThat(found(board, "flaky").status()).isEqualTo(HealthStatus.HEALTHY);
    }
  }

  @Test
  void findingsAreKeptForAMoment() {
    var calls = new AtomicInteger();
    var counted =
        new Check(
            "counted",
            () -> {
              calls.incrementAndGet();
              return HealthReport.healthy();
            });
    try (var board =
        new HealthBoard(List.of(counted), Duration.ofSeconds(10), Duration.ofHours(1))) {
      board.look();
      board.look();
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void dispatcherStateIsShownToWhoMayReadProjects() {
    try (var feature = feature();
        var server = RestServer.of(feature.resource());
        var strangers = RestServer.of(_ -> NOBODY, feature.resource())) {
      var status = server.get("/api/v1/system/status");
      assertThat(status.status()).isEqualTo(200);
      assertThat(status.text("state")).isEqualTo("parked");
      assertThat(status.text("reason")).isEqualTo("idle");
      assertThat(status.text("updated_at")).isEqualTo("2026-01-01T12:00:00Z");
      assertThat(strangers.get("/api/v1/system/status").status()).isEqualTo(403);
    }
  }

  private OperationFeature feature() {
    return OperationFeature.create(
        new ServerIdentity("host-1", "0.1.0"),
        database,
        clock,
        List.of(new Check("loops", () -> loops)),
        List.of(new Check("providers", () -> providers)),
        () -> new DispatcherStatus(false, "idle", NOON),
        Duration.ofSeconds(30),
        Duration.ZERO);
  }

  private static HealthReport found(HealthBoard board, String name) {
    return Objects.requireNonNull(board.look().get(name)).report();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
