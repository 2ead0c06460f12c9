package io.loom.ground.database;

import io.loom.base.Secret;
import java.nio.file.Path;

/// Which database to open.
public sealed interface DatabaseConfig {
  /// @param path of the database file, made when it is missing
  record Sqlite(Path path) implements DatabaseConfig {}

  /// @param dsn a URL such as `postgres://user:password@host:5432/loom`
  record Postgresql(Secret dsn, int connections) implements DatabaseConfig {}
}
