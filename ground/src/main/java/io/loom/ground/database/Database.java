package io.loom.ground.database;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The store of everything that must survive. Safe for many threads; calls block.
///
/// A transaction is short, calls no network and opens no second one. What it changes is on disk
/// when the call returns, and gone as a whole when it throws.
public interface Database extends Queries {
  /// Runs a transaction that changes something. It may run on another thread than the caller's,
  /// with the scoped values that this database carries, and more than once: until it commits it
  /// changes nothing but the database.
  @CanIgnoreReturnValue
  <T> T write(Function<Handle, T> transaction);

  /// Like [#write], where there is nothing to answer.
  default void change(Consumer<Handle> transaction) {
    write(handle -> {
      transaction.accept(handle);
      return true;
    });
  }

  /// Calls the listener soon after each commit, from some thread; it must not block.
  void afterCommit(Runnable listener);

  Dialect dialect();
}
