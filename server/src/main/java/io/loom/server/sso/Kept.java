package io.loom.server.sso;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Something that the provider publishes, fetched when it is needed and kept for a while. Safe for
/// many threads, of which one fetches and the others wait.
///
/// A failure is kept for some seconds, too: a provider that hangs must not hold up everybody who
/// comes, one after another.
final class Kept<T> {
  /// Fetches it.
  interface Source<T> {
    T fetch() throws ProviderException;
  }

  private static final Duration FAILURE_LIFE = Duration.ofSeconds(5);

  private final Duration life;
  private final Duration leastAge;
  private final Source<T> source;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private @Nullable T value;

  @GuardedBy("lock")
  private @Nullable ProviderException failure;

  @GuardedBy("lock")
  private Instant fetchedAt = Instant.EPOCH;

  /// @param life after which it is fetched again
  /// @param leastAge before which it is not, even when it turns out to be old
  Kept(Duration life, Duration leastAge, Source<T> source, InstantSource clock) {
    this.life = life;
    this.leastAge = leastAge;
    this.source = source;
    this.clock = clock;
  }

  T get() throws ProviderException {
    return youngerThan(life);
  }

  /// Fetched anew, unless that was done just now.
  T getAnew() throws ProviderException {
    return youngerThan(leastAge);
  }

  private T youngerThan(Duration age) throws ProviderException {
    lock.lock();
    try {
      var now = clock.instant();
      if (failure != null && fetchedAt.plus(FAILURE_LIFE).isAfter(now)) {
        throw new ProviderException(String.valueOf(failure.getMessage()), failure);
      }
      if (value == null || failure != null || !fetchedAt.plus(age).isAfter(now)) {
        fetch(now);
      }
      if (value == null) {
        throw new IllegalStateException("a source gives something or fails");
      }
      return value;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void fetch(Instant now) throws ProviderException {
    try {
      value = source.fetch();
      failure = null;
      fetchedAt = now;
    } catch (ProviderException e) {
      failure = e;
      fetchedAt = now;
      throw e;
    }
  }
}
