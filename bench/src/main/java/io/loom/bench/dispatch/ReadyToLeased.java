package io.loom.bench.dispatch;

import io.loom.api.NewBead;
import io.loom.bench.dispatch.Timing.Bar;
import io.loom.server.bead.BeadResult;
import io.loom.server.reach.Actor;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;

/// How soon a bead that becomes ready has an agent, while some agents are idle.
///
/// Nine tenths of the agents are at work in projects with a backlog; the beads that become ready
/// are in one more project, whose agents are idle. One at a time is made ready: by closing what it
/// waits for, or by being created.
final class ReadyToLeased {
  static final String PROJECT = "quiet";
  private static final Actor ANA = Actor.everywhere("user:ana");
  private static final int WARM_UP_SHARE = 10;
  private static final long PAUSE_NANOS = 5_000_000;
  private static final Bar BAR = new Bar(5.0, 25.0);

  private final BenchWorld world;
  private final RunDriver driver;
  private final BeadGraph pairs;
  private final LinkedBlockingQueue<Lease> leases = new LinkedBlockingQueue<>();
  private final AtomicBoolean isWritten = new AtomicBoolean();
  private volatile long writtenNanos;
  private volatile long committedNanos;

  /// @param pairs the beads of the project, in pairs of which the first keeps the second waiting
  ReadyToLeased(BenchWorld world, BeadGraph pairs) {
    this.world = world;
    this.driver = new RunDriver(world);
    this.pairs = pairs;
    world.database().afterCommit(this::committed);
    Lease.follow(world.tail(), leases::add);
  }

  /// How many pairs there must be.
  static int pairs(int samples) {
    return (warmUp(samples) + samples) / 2 + 1;
  }

  private static int warmUp(int samples) {
    return samples / WARM_UP_SHARE;
  }

  /// Waits until so many agents are at work.
  void awaitWorking(int runs) throws InterruptedException {
    for (int i = 0; i < runs; i++) {
      next();
    }
  }

  List<Timing> measure(int samples) throws InterruptedException {
    var fromCommit = new long[samples];
    var fromWrite = new long[samples];
    int warmUp = warmUp(samples);
    for (int i = -warmUp; i < samples; i++) {
      var bead = makeReady(i + warmUp);
      var lease = next();
      if (!lease.beadId().equals(bead)) {
        throw new IllegalStateException("%s was leased, not %s".formatted(lease.beadId(), bead));
      }
      if (i >= 0) {
        fromCommit[i] = lease.seenNanos() - committedNanos;
        fromWrite[i] = lease.seenNanos() - writtenNanos;
      }
      driver.end(lease);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return List.of(
        Timing.of("ready bead (committed) -> lease granted", fromCommit, BAR),
        Timing.of("the same, with the bead's own commit", fromWrite, null));
  }

  private Lease next() throws InterruptedException {
    var lease = leases.poll(30, TimeUnit.SECONDS);
    if (lease == null) {
      throw new IllegalStateException("no bead was leased within 30 seconds");
    }
    return lease;
  }

  /// @return the id of the bead that is ready now
  private String makeReady(int sample) {
    if (sample % 2 == 0) {
      world
          .database()
          .change(handle -> written(world.beads().close(handle, ANA, pairs.id(sample), "done")));
      return pairs.id(sample + 1);
    }
    return world.database().write(this::create);
  }

  private String create(Handle transaction) {
    var bead = NewBead.of(PROJECT, "Look at the parser", "task", "It is slow.", 1);
    return written(world.beads().create(transaction, ANA, bead));
  }

  private String written(BeadResult result) {
    if (!(result instanceof BeadResult.Done(var bead))) {
      throw new IllegalStateException("refused: " + result);
    }
    writtenNanos = System.nanoTime();
    isWritten.set(true);
    return bead.id();
  }

  private void committed() {
    if (isWritten.getAndSet(false)) {
      committedNanos = System.nanoTime();
    }
  }
}
