package io.loom.ground.database;

import java.util.List;

/// Opens databases, migrated to what this program needs.
public final class Databases {
  private Databases() {}

  /// Opens a database as it is, whether or not a server uses it, for somebody who changes nothing.
  ///
  /// @throws DatabaseException when it cannot be read
  public static Queries openToRead(DatabaseConfig config) {
    return ReadOnlyDatabase.open(config);
  }

  /// @see #open(DatabaseConfig, List, List)
  public static Database open(DatabaseConfig config, List<String> migrations) {
    return open(config, migrations, List.of());
  }

  /// @param migrations class path folders of migrations, such as `db/server`; each folder has its
  ///   own history, and a sub-folder per dialect where the two differ
  /// @param carried what a transaction sees of the thread that asked for it, on whichever thread it
  ///   runs
  /// @throws DatabaseException with the remedy, when it cannot be opened or migrated
  public static Database open(
      DatabaseConfig config, List<String> migrations, List<ScopedValue<?>> carried) {
    return switch (config) {
      case DatabaseConfig.Sqlite(var path) ->
          SqliteDatabase.open(path, migrations, new CarriedScope(carried));
      case DatabaseConfig.Postgresql(var dsn, int connections) ->
          PostgresDatabase.open(dsn, connections, migrations);
    };
  }
}
