package io.loom.server.operation;

import static java.lang.System.Logger.Level.WARNING;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Runs checks side by side, each within a time limit, and remembers what they found for a moment:
/// probes are public, and must not be a way to keep the database busy. Safe for many threads.
final class HealthBoard implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HealthBoard.class.getName());

  /// What a check found, and how long it took.
  record Finding(HealthReport report, Duration latency) {}

  private record Findings(Map<String, Finding> byName, long atNanos) {}

  private final List<HealthCheck> checks;
  private final Duration limit;
  private final Duration kept;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// One looks at a time; the others wait and then find fresh findings.
  private final Semaphore turn = new Semaphore(1);

  /// What has not answered yet, by name; only who has the turn touches it. A check that hangs is
  /// not started a second time.
  private final Map<String, Future<Finding>> running = new HashMap<>();

  private volatile @Nullable Findings last;

  /// @param limit how long a check may take
  /// @param kept how long findings are good for
  HealthBoard(List<HealthCheck> checks, Duration limit, Duration kept) {
    this.checks = List.copyOf(checks);
    this.limit = limit;
    this.kept = kept;
  }

  /// What the checks found, by name and in their order.
  Map<String, Finding> look() {
    var known = fresh();
    if (known != null) {
      return known;
    }
    turn.acquireUninterruptibly();
    try {
      var found = fresh();
      return found == null ? lookAgain() : found;
    } finally {
      turn.release();
    }
  }

  private @Nullable Map<String, Finding> fresh() {
    var findings = last;
    return findings != null && System.nanoTime() - findings.atNanos() < kept.toNanos()
        ? findings.byName()
        : null;
  }

  private Map<String, Finding> lookAgain() {
    for (var check : checks) {
      running.computeIfAbsent(check.name(), _ -> threads.submit(() -> run(check)));
    }
    long deadline = System.nanoTime() + limit.toNanos();
    var found = new LinkedHashMap<String, Finding>();
    for (var check : checks) {
      found.put(check.name(), await(check.name(), deadline));
    }
    last = new Findings(Collections.unmodifiableMap(found), System.nanoTime());
    return found;
  }

  private static Finding run(HealthCheck check) {
    long start = System.nanoTime();
    var report = check.check();
    return new Finding(report, Duration.ofNanos(System.nanoTime() - start));
  }

  private Finding await(String name, long deadline) {
    var answer = running.get(name);
    if (answer == null) {
      throw new IllegalStateException("check %s was not started".formatted(name));
    }
    try {
      var finding = answer.get(Math.max(0, deadline - System.nanoTime()), NANOSECONDS);
      running.remove(name);
      return finding;
    } catch (TimeoutException _) {
      return failed("No answer within %d ms.".formatted(limit.toMillis()));
    } catch (ExecutionException e) {
      running.remove(name);
      LOG.log(WARNING, "health check " + name + " failed", e);
      return failed("The check itself failed; the log says why.");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return failed("Loom is stopping.");
    }
  }

  private Finding failed(String message) {
    return new Finding(HealthReport.unhealthy(message), limit);
  }

  /// Interrupts what has not answered; it is not waited for, since it may hang.
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
