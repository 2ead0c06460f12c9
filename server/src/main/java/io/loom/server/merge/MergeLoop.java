package io.loom.server.merge;

import io.loom.base.ReconcileLoop;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.BranchLeases.Lease;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Empties the merge queues: one virtual thread per branch that has something in it, one owner per
/// branch among all servers.
public final class MergeLoop implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long PAUSE_NANOS = 20_000_000;

  private final MergeService merges;
  private final MergeWorker worker;
  private final BranchLeases leases;
  private final String owner;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final Set<MergeRepository.Queue> busy = ConcurrentHashMap.newKeySet();
  private final ReconcileLoop loop;
  private volatile boolean closed;

  MergeLoop(MergeService merges, MergeWorker worker, BranchLeases leases, String owner) {
    this.merges = merges;
    this.worker = worker;
    this.leases = leases;
    this.owner = owner;
    this.loop = ReconcileLoop.start("merge", INTERVAL, this::pass);
  }

  public void wake() {
    loop.wake();
  }

  private void pass() {
    for (var queue : merges.queues()) {
      if (!closed && busy.add(queue)) {
        var thread =
            Thread.ofVirtual()
                .name("merge-" + queue.projectId() + "-" + queue.branch())
                .unstarted(() -> empty(queue));
        threads.add(thread);
        thread.start();
      }
    }
  }

  private void empty(MergeRepository.Queue queue) {
    var tried = new HashSet<String>();
    try {
      var lease = take(queue);
      if (lease.isPresent()) {
        empty(queue, lease.get(), tried);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      busy.remove(queue);
      wakeForNew(queue, tried);
      threads.remove(Thread.currentThread());
    }
  }

  /// What was queued since the last look woke the loop in vain, because this queue was busy.
  private void wakeForNew(MergeRepository.Queue queue, Set<String> tried) {
    if (!closed && merges.queued(queue).stream().anyMatch(it -> !tried.contains(it.id()))) {
      loop.wake();
    }
  }

  /// The writer of beads has the lease for moments at a time.
  private Optional<Lease> take(MergeRepository.Queue queue) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!closed && System.nanoTime() < deadline) {
      var lease = leases.take(queue.projectId(), queue.branch(), owner, LEASE);
      if (lease.isPresent()) {
        return lease;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return Optional.empty();
  }

  private void empty(MergeRepository.Queue queue, Lease lease, Set<String> tried)
      throws InterruptedException {
    try (var _ =
        ReconcileLoop.start("merge-lease", LEASE.dividedBy(3), () -> leases.renew(lease, LEASE))) {
      boolean settled = true;
      while (settled && !closed) {
        var queued = merges.queued(queue);
        settled = false;
        for (var merge : queued) {
          tried.add(merge.id());
          settled |= !closed && worker.work(merge, lease);
        }
      }
    } finally {
      leases.release(lease);
    }
    if (!closed) {
      worker.refreshWorktree(queue);
    }
  }

  @Override
  public void close() {
    closed = true;
    loop.close();
    threads.forEach(Thread::interrupt);
    for (var thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
