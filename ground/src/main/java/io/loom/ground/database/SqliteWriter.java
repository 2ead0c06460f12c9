package io.loom.ground.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The one thread that writes to SQLite.
///
/// A commit costs a sync of the disk, whatever is in it. So all transactions that wait when the
/// writer becomes free are run one after the other, each in a savepoint of its own, and committed
/// together; none of their callers returns before that.
final class SqliteWriter implements AutoCloseable {
  private static final int LARGEST_BATCH = 256;
  private static final long LONGEST_BATCH_NANOS = 10_000_000;

  /// SQLite's own codes; the upper bits tell kinds of one apart.
  private static final int PRIMARY = 0xff;

  private static final int IO_ERROR = 10;
  private static final int DISK_FULL = 13;

  private record Task<T>(Function<Handle, T> transaction, CompletableFuture<T> result) {}

  /// What a transaction came to, told to its caller after the commit.
  private record Outcome<T>(
      CompletableFuture<T> result, @Nullable T value, @Nullable Throwable error) {
    @SuppressWarnings("NullAway") // a transaction may answer null, and then its caller expects it
    void tell() {
      if (error == null) {
        result.complete(value);
      } else {
        result.completeExceptionally(error);
      }
    }
  }

  private final LinkedBlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
  private final Handle handle;
  private final Connection connection;
  private final PreparedStatement save;
  private final PreparedStatement release;
  private final PreparedStatement undo;
  private final Runnable afterCommit;
  private final Thread thread;
  private volatile boolean closed;

  SqliteWriter(Connection connection, Runnable afterCommit) throws SQLException {
    this.connection = connection;
    this.afterCommit = afterCommit;
    connection.setAutoCommit(false);
    this.handle = Jdbi.open(connection).setStatementBuilder(new PreparedStatements());
    this.save = connection.prepareStatement("SAVEPOINT task");
    this.release = connection.prepareStatement("RELEASE task");
    this.undo = connection.prepareStatement("ROLLBACK TO task");
    this.thread = Thread.ofPlatform().name("sqlite-writer").daemon().start(this::run);
  }

  <T> T submit(Function<Handle, T> transaction) {
    if (closed) {
      throw new DatabaseException("The database is closed");
    }
    var result = new CompletableFuture<T>();
    queue.add(new Task<>(transaction, result));
    try {
      // join() is not interruptible: a caller that went away could not know what was committed.
      return result.join();
    } catch (CompletionException e) {
      throw unwrapped(e);
    }
  }

  private static RuntimeException unwrapped(CompletionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> e;
    };
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      try {
        batch(queue.take());
      } catch (InterruptedException _) {
        // Only close() interrupts; what was queued before it is still done.
      }
    }
  }

  /// Runs what waits, and commits it. When SQLite gives up the transaction as a whole, as it does
  /// on a full disk, none of the batch is acknowledged.
  private void batch(Task<?> first) {
    var tasks = new ArrayList<Task<?>>();
    var outcomes = new ArrayList<Outcome<?>>();
    long start = System.nanoTime();
    try {
      for (@Nullable Task<?> task = first; task != null; task = next(tasks.size(), start)) {
        tasks.add(task);
        outcomes.add(attempt(task));
      }
      connection.commit();
    } catch (SQLException e) {
      rollBack();
      var failure = failure(e, e);
      tasks.forEach(task -> task.result().completeExceptionally(failure));
      return;
    }
    outcomes.forEach(Outcome::tell);
    afterCommit.run();
  }

  private @Nullable Task<?> next(int done, long start) {
    boolean full = done >= LARGEST_BATCH || System.nanoTime() - start > LONGEST_BATCH_NANOS;
    return full ? null : queue.poll();
  }

  /// @throws SQLException when not only this task failed: its savepoint is gone
  private <T> Outcome<T> attempt(Task<T> task) throws SQLException {
    save.execute();
    try {
      var value = task.transaction().apply(handle);
      release.execute();
      return new Outcome<>(task.result(), value, null);
    } catch (Throwable e) {
      try {
        undo.execute();
        release.execute();
      } catch (SQLException lost) {
        throw new SQLException(cause(e).getMessage(), e);
      }
      return new Outcome<>(task.result(), null, isOfTheDisk(e) ? failure(cause(e), e) : e);
    }
  }

  private static boolean isOfTheDisk(Throwable e) {
    return cause(e) instanceof SQLException said
        && ((said.getErrorCode() & PRIMARY) == DISK_FULL
            || (said.getErrorCode() & PRIMARY) == IO_ERROR);
  }

  private static DatabaseException failure(Throwable said, Throwable cause) {
    return new DatabaseException("The database could not commit: " + said.getMessage(), cause);
  }

  /// What the database said, beneath the layers that pass it on.
  private static Throwable cause(Throwable e) {
    var cause = e;
    while (!(cause instanceof SQLException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Leaves a new transaction open, as the driver does after each that it ends itself. Without it
  /// every later statement would be committed by itself.
  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException _) {
      // SQLite did it already, unasked.
      begin();
    }
  }

  private void begin() {
    try {
      execute("BEGIN");
    } catch (SQLException e) {
      System.getLogger(SqliteWriter.class.getName())
          .log(System.Logger.Level.ERROR, "No transaction could be begun", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
      failRest(new ArrayList<>());
      connection.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new DatabaseException("The database could not be closed", e);
    }
  }

  private void failRest(List<Task<?>> rest) {
    queue.drainTo(rest);
    rest.forEach(task ->
        task.result().completeExceptionally(new DatabaseException("The database is closed")));
  }
}
