package io.loom.bench.dispatch;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// How many leases are granted in a second while agents are idle and beads ready, and each run ends
/// as soon as it has begun, in a transaction of its own.
final class LeaseRate {
  private static final double BAR = 1_000;

  private final BenchWorld world;
  private final RunDriver driver;
  private final int leases;
  private final int warmUp;
  private final Set<String> leased = ConcurrentHashMap.newKeySet();
  private final AtomicInteger granted = new AtomicInteger();
  private final AtomicInteger twice = new AtomicInteger();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile long startNanos;
  private volatile Duration startProcessor = Duration.ZERO;
  private volatile long endNanos;

  /// @param leases how many are counted, after some that are not
  LeaseRate(BenchWorld world, int leases) {
    this.world = world;
    this.driver = new RunDriver(world);
    this.leases = leases;
    this.warmUp = leases / 10;
  }

  /// What all threads of this program have had of the processors: the same on a busy machine.
  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  Rate measure() throws InterruptedException {
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      Lease.follow(world.tail(), lease -> granted(lease, workers));
      world.startDispatch();
      if (!done.await(5, TimeUnit.MINUTES)) {
        throw new IllegalStateException("only %d leases in five minutes".formatted(granted.get()));
      }
    }
    if (twice.get() > 0) {
      throw new IllegalStateException("%d beads were leased twice".formatted(twice.get()));
    }
    double seconds = (endNanos - startNanos) / 1e9;
    var processor = processorTime().minus(startProcessor);
    return new Rate(
        "leases granted, runs ended as fast",
        leases,
        leases / seconds,
        processor.toNanos() / 1e6 / leases,
        BAR);
  }

  private void granted(Lease lease, ExecutorService workers) {
    int number = granted.incrementAndGet();
    if (number > warmUp + leases) {
      return;
    }
    if (!leased.add(lease.beadId())) {
      twice.incrementAndGet();
    }
    if (number == warmUp) {
      startNanos = System.nanoTime();
      startProcessor = processorTime();
    }
    if (number == warmUp + leases) {
      endNanos = System.nanoTime();
      done.countDown();
      return;
    }
    workers.execute(() -> driver.end(lease));
  }
}
