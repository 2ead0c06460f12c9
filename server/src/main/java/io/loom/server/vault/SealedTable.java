package io.loom.server.vault;

/// A table with values that the vault's data keys seal, so that a rotation reaches them.
public interface SealedTable {
  /// What one pass did.
  ///
  /// @param resealed values that are under the newest data key now
  /// @param behind values that stay under an older one because they do not open
  record Resealed(int resealed, int behind) {
    Resealed plus(Resealed other) {
      return new Resealed(resealed + other.resealed, behind + other.behind);
    }
  }

  /// Seals what is under older data keys anew. Safe to repeat, and beside writers of the table.
  Resealed reseal();

  /// How many values are under older data keys.
  int countBehind();
}
