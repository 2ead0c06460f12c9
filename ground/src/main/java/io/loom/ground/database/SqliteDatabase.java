package io.loom.ground.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// SQLite: one writer, whose commits are shared by all who wait for it, and a few readers.
///
/// The driver holds its carrier thread while it works, so everybody waits in Java: writers in the
/// queue of [SqliteWriter], readers at a semaphore.
final class SqliteDatabase implements Database {
  private static final int READERS = 4;

  /// Those that nobody reads with; the last one used is used first, as it has most in its cache.
  private final Deque<Handle> readers = new ConcurrentLinkedDeque<>();

  private final SqliteWriter writer;
  private final CarriedScope scope;
  private final Semaphore reading = new Semaphore(READERS, true);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final FileChannel lock;

  private SqliteDatabase(SQLiteDataSource source, FileChannel lock, CarriedScope scope)
      throws SQLException {
    this.lock = lock;
    this.scope = scope;
    for (int i = 0; i < READERS; i++) {
      var reader = Jdbi.open(source).setStatementBuilder(new PreparedStatements());
      reader.execute("PRAGMA query_only = 1");
      readers.push(reader);
    }
    this.writer = new SqliteWriter(source.getConnection(), () -> listeners.forEach(Runnable::run));
  }

  static SqliteDatabase open(Path path, List<String> migrations, CarriedScope scope) {
    var lock = lock(path);
    try {
      var config = new SQLiteConfig();
      config.setBusyTimeout(10_000);
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.enforceForeignKeys(true);
      config.setTempStore(SQLiteConfig.TempStore.MEMORY);
      config.setCacheSize(-65_536);
      var source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + path);
      check(path, source);
      Migrations.run(source, Dialect.SQLITE, path.toString(), migrations);
      return new SqliteDatabase(source, lock, scope);
    } catch (SQLException e) {
      close(lock);
      throw new DatabaseException(
          "The database %s cannot be opened: %s".formatted(path, e.getMessage()), e);
    } catch (DatabaseException e) {
      close(lock);
      throw e;
    }
  }

  /// Two servers on one file would each believe to be alone; the second one is told so at once.
  private static FileChannel lock(Path path) {
    try {
      var folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      var channel =
          FileChannel.open(
              path.resolveSibling(path.getFileName() + "-lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw inUse(path);
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      throw inUse(path);
    } catch (IOException e) {
      throw new DatabaseException(
          "The database %s cannot be made or locked: %s. Check the folder and its permissions."
              .formatted(path, e),
          e);
    }
  }

  private static DatabaseException inUse(Path path) {
    return new DatabaseException(
        "Another Loom uses the database %s. Stop it first, or set another database.path."
            .formatted(path));
  }

  private static void check(Path path, SQLiteDataSource source) {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var _ = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
      // Reading the schema is what fails on a file that is not a database.
    } catch (SQLException e) {
      throw new DatabaseException(
          """
          The database %s cannot be read: %s. If it is damaged, restore it from a backup; \
          `sqlite3 %s "PRAGMA integrity_check"` tells more. Nothing was changed.\
          """
              .formatted(path, e.getMessage(), path),
          e);
    }
  }

  @Override
  public <T> T write(Function<Handle, T> transaction) {
    return writer.submit(scope.bind(transaction));
  }

  @Override
  public <T> T read(Function<Handle, T> queries) {
    reading.acquireUninterruptibly();
    var reader = readers.pop();
    try {
      return reader.inTransaction(queries::apply);
    } finally {
      readers.push(reader);
      reading.release();
    }
  }

  @Override
  public void afterCommit(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public void close() {
    writer.close();
    reading.acquireUninterruptibly(READERS);
    readers.forEach(Handle::close);
    close(lock);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DatabaseException("The lock of the database cannot be let go", e);
    }
  }
}
