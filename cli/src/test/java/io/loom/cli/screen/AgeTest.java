package io.loom.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T12:00:03Z,      just now",
    "2026-01-01T11:59:57Z,      just now",
    "2026-01-01T11:59:48Z,      12s ago",
    "2026-01-01T11:56:01Z,      3m ago",
    "2026-01-01T13:56:00+02:00, 4m ago",
    "2025-12-31T12:00:00Z,      24h ago",
    "2025-12-29T12:00:00Z,      3d ago",
    "2025-06-01T12:00:00Z,      2025-06-01",
    "2026-01-01T12:05:00Z,      in 5m",
    "yesterday,                 yesterday",
    "'',                        ''",
  })
  void timeIsSaidInItsLargestUnit(String timestamp, String words) {
    assertThat(Age.of(timestamp, NOON)).isEqualTo(words);
  }
}
