package io.loom.ground.database;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/// Keeps the statements of one SQLite connection prepared between their uses, since the driver does
/// not and preparing one takes longer than most take to run. For one thread at a time.
///
/// A statement that is in use is not in here, so that it is never used twice at once.
final class PreparedStatements implements StatementBuilder {
  private static final int MOST = 256;

  private final StatementBuilder fresh = new DefaultStatementBuilder();
  private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();
  private final IdentityHashMap<Statement, String> inUse = new IdentityHashMap<>();

  @Override
  public Statement create(Connection connection, StatementContext context) throws SQLException {
    return fresh.create(connection, context);
  }

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    if (context.isReturningGeneratedKeys()) {
      return fresh.create(connection, sql, context);
    }
    return take(connection, sql);
  }

  PreparedStatement take(Connection connection, String sql) throws SQLException {
    var kept = idle.remove(sql);
    var statement = kept == null ? connection.prepareStatement(sql) : kept;
    inUse.put(statement, sql);
    return statement;
  }

  @Override
  public CallableStatement createCall(Connection connection, String sql, StatementContext context)
      throws SQLException {
    return fresh.createCall(connection, sql, context);
  }

  /// @param asWritten with its named parameters, unlike the text that the statement was made from
  @Override
  public void close(Connection connection, String asWritten, Statement statement)
      throws SQLException {
    var sql = inUse.remove(statement);
    if (sql == null || statement.isClosed() || !(statement instanceof PreparedStatement prepared)) {
      fresh.close(connection, asWritten, statement);
      return;
    }
    keep(sql, prepared);
  }

  void giveBack(PreparedStatement statement) throws SQLException {
    var sql = inUse.remove(statement);
    if (sql != null && !statement.isClosed()) {
      keep(sql, statement);
    }
  }

  private void keep(String sql, PreparedStatement prepared) throws SQLException {
    prepared.clearBatch();
    prepared.clearParameters();
    var other = idle.put(sql, prepared);
    if (other != null) {
      other.close();
    }
    forgetOldest();
  }

  private void forgetOldest() throws SQLException {
    if (idle.size() > MOST) {
      var oldest = idle.pollFirstEntry();
      oldest.getValue().close();
    }
  }

  @Override
  public void close(Connection connection) {
    for (var statement : idle.values()) {
      try {
        statement.close();
      } catch (SQLException e) {
        throw new DatabaseException("A statement cannot be closed", e);
      }
    }
    idle.clear();
  }
}
