package io.loom.ground.database;

import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The scoped values that go with a transaction to the thread that runs it.
///
/// @param values those of them that are bound when the transaction is handed over
record CarriedScope(List<ScopedValue<?>> values) {
  CarriedScope {
    values = List.copyOf(values);
  }

  /// The transaction, which sees the values of the calling thread wherever it runs.
  <T> Function<Handle, T> bind(Function<Handle, T> transaction) {
    ScopedValue.@Nullable Carrier carrier = null;
    for (var value : values) {
      if (value.isBound()) {
        carrier = add(carrier, value);
      }
    }
    if (carrier == null) {
      return transaction;
    }
    var bound = carrier;
    return handle -> bound.call(() -> transaction.apply(handle));
  }

  private static <V> ScopedValue.Carrier add(
      ScopedValue.@Nullable Carrier carrier, ScopedValue<V> value) {
    return carrier == null
        ? ScopedValue.where(value, value.get())
        : carrier.where(value, value.get());
  }
}
