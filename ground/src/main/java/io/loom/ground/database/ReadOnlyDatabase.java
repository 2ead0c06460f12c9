package io.loom.ground.database;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;

/// A database that a server may be using, over one connection that can change nothing.
final class ReadOnlyDatabase implements Queries {
  private final Handle handle;

  private ReadOnlyDatabase(Connection connection) {
    this.handle = Jdbi.open(connection);
  }

  static ReadOnlyDatabase open(DatabaseConfig config) {
    return switch (config) {
      case DatabaseConfig.Sqlite(var path) -> ofSqlite(path);
      case DatabaseConfig.Postgresql(var dsn, _) -> ofPostgresql(PostgresAddress.parse(dsn));
    };
  }

  private static ReadOnlyDatabase ofSqlite(Path path) {
    if (!Files.exists(path)) {
      throw new DatabaseException("There is no database %s.".formatted(path));
    }
    try {
      var config = new SQLiteConfig();
      config.setReadOnly(true);
      config.setBusyTimeout(10_000);
      return new ReadOnlyDatabase(config.createConnection("jdbc:sqlite:" + path));
    } catch (SQLException e) {
      throw new DatabaseException(
          "The database %s cannot be read: %s.".formatted(path, e.getMessage()), e);
    }
  }

  private static ReadOnlyDatabase ofPostgresql(PostgresAddress address) {
    var properties = new Properties();
    properties.setProperty("readOnly", "true");
    address.user().ifPresent(user -> properties.setProperty("user", user));
    address.password().ifPresent(password -> properties.setProperty("password", password.reveal()));
    try {
      return new ReadOnlyDatabase(DriverManager.getConnection(address.jdbcUrl(), properties));
    } catch (SQLException e) {
      throw new DatabaseException(
          "PostgreSQL at %s cannot be reached or refuses: %s. Check database.dsn."
              .formatted(address.place(), e.getMessage()),
          e);
    }
  }

  @Override
  public synchronized <T> T read(Function<Handle, T> queries) {
    return handle.inTransaction(queries::apply);
  }

  @Override
  public void close() {
    handle.close();
  }
}
