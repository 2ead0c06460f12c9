package io.loom.server.bead;

/// What came of somebody's attempt to claim a bead.
public sealed interface ClaimResult {
  /// It is the claimer's, perhaps since long.
  record Claimed(Bead bead) implements ClaimResult {}

  record HeldByOther(String holder) implements ClaimResult {}

  record NotClaimable(String status) implements ClaimResult {}

  record NoSuchBead(String id) implements ClaimResult {}
}
