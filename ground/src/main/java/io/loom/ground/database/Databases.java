package io.loom.ground.database;

import java.util.List;

/// Opens databases, migrated to what this program needs.
public final class Databases {
  private Databases() {}

  /// @param migrations class path folders of migrations, such as `db/server`; each folder has its
  ///   own history, and a sub-folder per dialect where the two differ
  /// @throws DatabaseException with the remedy, when it cannot be opened or migrated
  public static Database open(DatabaseConfig config, List<String> migrations) {
    return switch (config) {
      case DatabaseConfig.Sqlite(var path) -> SqliteDatabase.open(path, migrations);
      case DatabaseConfig.Postgresql(var dsn, int connections) ->
          PostgresDatabase.open(dsn, connections, migrations);
    };
  }
}
