package io.loom.server.source;

import io.loom.server.git.BranchLeases;
import io.loom.server.git.GitException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Changes branches of remotes, one at a time: under the lease that the merge queue takes too.
final class BranchWriter {
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final BranchLeases leases;
  private final String owner;
  private final Duration patience;
  private final AtomicLong writers = new AtomicLong();

  /// @param owner names this server among all that use the database
  /// @param patience how long a caller waits for somebody else's change
  BranchWriter(BranchLeases leases, String owner, Duration patience) {
    this.leases = leases;
    this.owner = owner;
    this.patience = patience;
  }

  /// What is done under the lease.
  interface Work<T> {
    T run() throws GitException;
  }

  /// @return nothing when somebody else has the branch for too long
  <T> Optional<T> write(String projectId, String branch, Work<T> work) throws GitException {
    var writer = "%s-people-%d".formatted(owner, writers.incrementAndGet());
    var lease = take(projectId, branch, writer);
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.run());
    } finally {
      leases.release(lease.get());
    }
  }

  private Optional<BranchLeases.Lease> take(String projectId, String branch, String writer) {
    long end = System.nanoTime() + patience.toNanos();
    var lease = leases.take(projectId, branch, writer, LEASE);
    while (lease.isEmpty()
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      lease = leases.take(projectId, branch, writer, LEASE);
    }
    return lease;
  }
}
