package io.loom.server.config;

import io.loom.base.Secret;
import io.loom.ground.config.Default;
import io.loom.ground.database.DatabaseConfig.Postgresql;
import io.loom.ground.database.DatabaseConfig.Sqlite;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The settings under `database.`
///
/// @param path of the SQLite file
/// @param dsn how PostgreSQL is reached; it may hold a password
/// @param connections to PostgreSQL at the same time
public record DatabaseConfig(
    @Default("sqlite") Type type,
    @Default("./loom.db") Path path,
    @Nullable Secret dsn,
    @Default("10") int connections) {
  /// The constant in lower case is the setting's value.
  public enum Type {
    SQLITE,
    POSTGRES
  }

  public DatabaseConfig {
    if (type == Type.POSTGRES && dsn == null) {
      throw new IllegalArgumentException(
          "database.dsn is empty; PostgreSQL needs one, like postgres://loom@localhost:5432/loom");
    }
    Checks.between("database.connections", connections, 2, 1000);
  }

  /// The same as the database module takes it.
  public io.loom.ground.database.DatabaseConfig toTarget() {
    return dsn != null && type == Type.POSTGRES
        ? new Postgresql(dsn, connections)
        : new Sqlite(path);
  }
}
