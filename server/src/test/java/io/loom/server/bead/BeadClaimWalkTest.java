package io.loom.server.bead;

import io.loom.ground.database.DatabaseKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// No bead ever has two holders, and no old fence ever counts.
class BeadClaimWalkTest {
  @ParameterizedTest
  @EnumSource
  void noneIsHeldTwiceInManyRandomClaims(DatabaseKind kind) {
    BeadClaimWalk.run(kind, 20_000, 20260101);
  }

  @Tag("soak")
  @ParameterizedTest
  @EnumSource
  void noneIsHeldTwiceInAMillionRandomClaims(DatabaseKind kind) {
    BeadClaimWalk.run(kind, 1_000_000, System.nanoTime());
  }
}
