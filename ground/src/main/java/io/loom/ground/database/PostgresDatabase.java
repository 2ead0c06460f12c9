package io.loom.ground.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.loom.base.Secret;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// PostgreSQL: one pool for all.
final class PostgresDatabase implements Database {
  private static final int MOST_ATTEMPTS = 5;

  /// Serialisation failure and deadlock.
  private static final Set<String> REPEATABLE = Set.of("40001", "40P01");

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private PostgresDatabase(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  static PostgresDatabase open(Secret dsn, int connections, List<String> migrations) {
    var address = PostgresAddress.parse(dsn);
    var config = new HikariConfig();
    config.setJdbcUrl(address.jdbcUrl());
    address.user().ifPresent(config::setUsername);
    address.password().ifPresent(password -> config.setPassword(password.reveal()));
    config.setMaximumPoolSize(connections);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setPoolName("postgres");
    config.setInitializationFailTimeout(10_000);
    config.setConnectionTimeout(10_000);
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new DatabaseException(
          "PostgreSQL at %s cannot be reached or refuses: %s. Check database.dsn."
              .formatted(address.place(), rootMessage(e)),
          e);
    }
    try {
      Migrations.run(pool, Dialect.POSTGRESQL, address.place(), migrations);
    } catch (DatabaseException e) {
      pool.close();
      throw e;
    }
    return new PostgresDatabase(pool);
  }

  private static String rootMessage(Throwable e) {
    var cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  @Override
  public <T> T write(Function<Handle, T> transaction) {
    T result = attempt(transaction, 1);
    listeners.forEach(Runnable::run);
    return result;
  }

  /// Two transactions that wait for each other: PostgreSQL ends one of them, which is then
  /// repeated.
  private <T> T attempt(Function<Handle, T> transaction, int number) {
    try {
      return jdbi.inTransaction(transaction::apply);
    } catch (JdbiException | DatabaseException e) {
      if (number < MOST_ATTEMPTS && isRepeatable(e)) {
        return attempt(transaction, number + 1);
      }
      throw e;
    }
  }

  private static boolean isRepeatable(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && REPEATABLE.contains(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public <T> T read(Function<Handle, T> queries) {
    return jdbi.inTransaction(queries::apply);
  }

  @Override
  public void afterCommit(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public void close() {
    pool.close();
  }
}
