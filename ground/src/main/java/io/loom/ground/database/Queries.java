package io.loom.ground.database;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The store as those see it who only read. Safe for many threads; calls block.
public interface Queries extends AutoCloseable {
  /// Runs queries on one consistent snapshot.
  <T> T read(Function<Handle, T> queries);

  @Override
  void close();
}
