package io.loom.server.pullrequest;

import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Gives pull requests that are due to workers of this server, one virtual thread each. One has at
/// most one owner among all servers.
public final class PullRequestLoop implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final int AT_ONCE = 8;

  private record Held(Thread thread, PullRequest pull) {}

  private final Database database;
  private final PullRequestRepository pulls;
  private final PullRequestTools tools;
  private final PullRequestWorker worker;
  private final String owner;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final ReconcileLoop loop;
  private final ReconcileLoop renewal;
  private volatile boolean closed;

  /// @param owner names this server among all that use the database
  PullRequestLoop(
      Database database,
      PullRequestRepository pulls,
      PullRequestTools tools,
      Duration interval,
      String owner) {
    this.database = database;
    this.pulls = pulls;
    this.tools = tools;
    this.worker = new PullRequestWorker(tools, interval);
    this.owner = owner;
    this.loop = ReconcileLoop.start("pull-request", INTERVAL, this::pass);
    this.renewal = ReconcileLoop.start("pull-request-lease", LEASE.dividedBy(3), this::renew);
  }

  public void wake() {
    loop.wake();
  }

  private void pass() {
    var now = tools.clock().instant();
    for (var id : database.read(handle -> pulls.listDue(handle, now, 10 * AT_ONCE))) {
      if (closed || !free.tryAcquire()) {
        return;
      }
      var taken = database.write(handle -> pulls.take(handle, id, owner, now, LEASE));
      taken.ifPresentOrElse(this::start, free::release);
    }
  }

  private void start(PullRequest pull) {
    var thread =
        Thread.ofVirtual().name("pull-request-" + pull.beadId()).unstarted(() -> work(pull));
    held.put(pull.id(), new Held(thread, pull));
    thread.start();
  }

  private void work(PullRequest pull) {
    var next = tools.clock().instant();
    try {
      next = worker.work(pull);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      held.remove(pull.id());
      free.release();
      release(pull, next);
    }
  }

  /// A look that was asked for meanwhile is not put off.
  private void release(PullRequest pull, Instant next) {
    database.change(handle -> {
      var _ = pulls.release(handle, pull, next);
    });
    loop.wake();
  }

  private void renew() {
    var until = tools.clock().instant().plus(LEASE);
    for (var one : held.values()) {
      boolean kept = database.write(handle -> pulls.renew(handle, one.pull(), until));
      if (!kept && held.containsValue(one)) {
        one.thread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    loop.close();
    renewal.close();
    var working = held.values().stream().map(Held::thread).toList();
    working.forEach(Thread::interrupt);
    for (var thread : working) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
