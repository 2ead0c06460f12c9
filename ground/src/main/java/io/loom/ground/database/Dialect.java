package io.loom.ground.database;

/// Where the two databases differ. Whatever can be said in the same SQL is not here.
public enum Dialect {
  SQLITE,
  POSTGRESQL;

  /// A query for a number above those of all transactions begun so far, see [#oldestTransaction()].
  public String transactionBound() {
    return switch (this) {
      case SQLITE -> "SELECT 0";
      case POSTGRESQL -> "SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)";
    };
  }

  /// A query for the number of the oldest writing transaction that is still under way. Once it has
  /// reached a bound, all that had begun when the bound was taken have ended. SQLite writes one
  /// transaction at a time, so none is ever in the way.
  public String oldestTransaction() {
    return switch (this) {
      case SQLITE -> "SELECT 0";
      case POSTGRESQL ->
          "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT)";
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
