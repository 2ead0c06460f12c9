package io.loom.server.audit;

/// A place in the chain that is kept apart from it.
///
/// @param n of the record there, 0 before the first
/// @param hash of that record
record ChainHead(long n, String hash) {
  static final ChainHead START = new ChainHead(0, "");

  /// Which place it is. The constant in lower case is its name in the database.
  enum Kind {
    /// The newest sealed record.
    LAST,
    /// The newest record that was removed because it was old enough.
    CUT
  }

  /// @param mac as found, which need not be right
  record Sealed(ChainHead head, String mac) {}
}
