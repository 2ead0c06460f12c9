package io.loom.server.bead;

/// What came of a change to a bead.
public sealed interface BeadResult {
  /// It was made, or was so already.
  record Done(Bead bead) implements BeadResult {}

  record NoSuchBead(String id) implements BeadResult {}

  /// A value cannot be.
  ///
  /// @param field its JSON name
  record Invalid(String field, String detail) implements BeadResult {}

  /// The bead is not in a state for this.
  record Refused(String detail) implements BeadResult {}
}
