package io.loom.ground.database;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What the database said about some ids, the least used forgotten first. Safe for many threads.
///
/// What was read before something was forgotten is not remembered after it, so an old answer cannot
/// come back.
public final class Remembered<V> {
  private final int size;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final LinkedHashMap<String, V> values = new LinkedHashMap<>(16, 0.75f, true);

  @GuardedBy("lock")
  private long forgotten;

  /// @param size how many are remembered
  public Remembered(int size) {
    this.size = size;
  }

  /// @param read asks the database; what is not there is not remembered
  public Optional<V> get(String id, Function<String, Optional<V>> read) {
    long before;
    synchronized (lock) {
      var value = values.get(id);
      if (value != null) {
        return Optional.of(value);
      }
      before = forgotten;
    }
    var found = read.apply(id);
    found.ifPresent(value -> put(id, value, before));
    return found;
  }

  private void put(String id, V value, long before) {
    synchronized (lock) {
      if (before == forgotten) {
        values.put(id, value);
        if (values.size() > size) {
          values.remove(values.keySet().iterator().next());
        }
      }
    }
  }

  public void forget(String id) {
    synchronized (lock) {
      forgotten++;
      values.remove(id);
    }
  }

  public void forgetIf(Predicate<V> condition) {
    synchronized (lock) {
      forgotten++;
      values.entrySet().removeIf((Map.Entry<String, V> entry) -> condition.test(entry.getValue()));
    }
  }
}
