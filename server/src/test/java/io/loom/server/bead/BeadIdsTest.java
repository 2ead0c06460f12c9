package io.loom.server.bead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How long the ids of new beads are.
class BeadIdsTest {
  @ParameterizedTest
  @CsvSource({"0, 3", "163, 3", "164, 4", "983, 4", "984, 5", "5898, 5", "5899, 6", "35388, 6"})
  void idIsAsShortAsCollisionsAllow(int existing, int length) {
    assertThat(BeadIds.length(existing)).isEqualTo(length);
  }
}
