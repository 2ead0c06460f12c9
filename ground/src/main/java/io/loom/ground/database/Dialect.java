package io.loom.ground.database;

/// Where the two databases differ. Whatever can be said in the same SQL is not here.
public enum Dialect {
  SQLITE,
  POSTGRESQL;

  /// A condition on rows of a log: true for those that no transaction still under way can precede.
  ///
  /// PostgreSQL gives out sequence numbers before commit, so a reader could pass a row that becomes
  /// visible later; SQLite has one writer, whose numbers follow its commits.
  public String settledRows() {
    return switch (this) {
      case SQLITE -> "1 = 1";
      case POSTGRESQL -> "xact < pg_snapshot_xmin(pg_current_snapshot())";
    };
  }

  /// Locks the rows that a query found until the transaction ends. SQLite has one writer anyway.
  public String forUpdate() {
    return switch (this) {
      case SQLITE -> "";
      case POSTGRESQL -> "FOR UPDATE";
    };
  }
}
