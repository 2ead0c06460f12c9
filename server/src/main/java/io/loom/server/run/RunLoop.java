package io.loom.server.run;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.base.ReconcileLoop;
import io.loom.weaver.WeaverException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// Gives open runs to workers of this server, one virtual thread each, and keeps their leases.
///
/// A run whose server died is found when its lease has run out, by the same pass that finds new
/// ones.
public final class RunLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunLoop.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration CLEANING = Duration.ofMinutes(1);
  private static final int AT_ONCE = 200;

  /// The workspace of a run, and the checkouts in which its result is proved.
  private static final Pattern OF_A_RUN = Pattern.compile("(?:run|gate|merge)-(.+)");

  private record Worker(Thread thread, Run run) {}

  private final RunTools tools;
  private final String owner;
  private final Semaphore free;
  private final Map<String, Worker> workers = new ConcurrentHashMap<>();
  private final ReconcileLoop loop;
  private final ReconcileLoop renewal;
  private final ReconcileLoop cleaning;
  private volatile boolean closed;

  RunLoop(RunTools tools, String owner) {
    this.tools = tools;
    this.owner = owner;
    this.free = new Semaphore(tools.config().mostAtOnce());
    var lease = tools.config().leaseTime();
    this.loop = ReconcileLoop.start("run", INTERVAL, this::pass);
    this.renewal = ReconcileLoop.start("run-lease", lease.dividedBy(3), this::renew);
    this.cleaning = ReconcileLoop.start("run-cleaning", CLEANING, this::clean);
  }

  public void wake() {
    loop.wake();
  }

  /// Some run has ended: its weaver can go.
  public void wakeCleaning() {
    cleaning.wake();
  }

  private void pass() {
    Questions.deliver(tools);
    interruptUnwanted();
    var now = tools.clock().instant();
    var takeable = tools.database().read(handle -> tools.runs().listTakeable(handle, now, AT_ONCE));
    for (var run : takeable) {
      if (closed || !free.tryAcquire()) {
        return;
      }
      var taken =
          tools
              .database()
              .write(handle ->
                  tools.runs().take(handle, run.id(), owner, now, tools.config().leaseTime()));
      taken.ifPresentOrElse(this::start, free::release);
    }
  }

  private void start(Run run) {
    var thread =
        Thread.ofVirtual()
            .name("run-" + run.id())
            .unstarted(() -> {
              try {
                new RunWorker(tools, run).run();
              } finally {
                workers.remove(run.id());
                free.release();
                loop.wake();
              }
            });
    workers.put(run.id(), new Worker(thread, run));
    thread.start();
  }

  /// Workers look at what is wanted between two steps; a stop does not wait for a long one.
  private void interruptUnwanted() {
    for (var worker : workers.values()) {
      tools
          .service()
          .find(worker.run().id())
          .filter(run -> run.wanted().equals("stop") && run.endedAt() == null)
          .ifPresent(_ -> worker.thread().interrupt());
    }
  }

  private void renew() {
    var until = tools.clock().instant().plus(tools.config().leaseTime());
    for (var worker : workers.values()) {
      boolean held =
          tools.database().write(handle -> tools.runs().renew(handle, worker.run(), until));
      if (!held && workers.containsValue(worker)) {
        // Another server took the run over, or it has ended: what this worker does is for nothing.
        worker.thread().interrupt();
      }
    }
    renewBeads(until);
  }

  /// Beads stay with their run also while it waits and nobody works on it.
  private void renewBeads(Instant until) {
    var open = tools.service().list("", "", true, 10_000);
    for (int from = 0; from < open.size(); from += AT_ONCE) {
      var some = open.subList(from, Math.min(from + AT_ONCE, open.size()));
      tools.database().change(handle -> some.forEach(run -> renewBead(handle, run, until)));
    }
  }

  private void renewBead(Handle transaction, Run run, Instant until) {
    var _ = tools.beads().renew(transaction, run.beadId(), run.id(), run.beadFence(), until);
  }

  private void clean() {
    try {
      for (var id : tools.platform().list()) {
        var runId = OF_A_RUN.matcher(id);
        if (runId.matches() && ended(runId.group(1))) {
          tools.platform().delete(id);
        }
      }
    } catch (WeaverException e) {
      LOG.log(WARNING, "Weavers of ended runs are left for now: {0}", e.getMessage());
    }
  }

  private boolean ended(String runId) {
    return tools.service().find(runId).map(run -> run.endedAt() != null).orElse(true);
  }

  /// How many runs this server works on.
  public int working() {
    return workers.size();
  }

  @Override
  public void close() {
    closed = true;
    loop.close();
    renewal.close();
    cleaning.close();
    var running = workers.values().stream().map(Worker::thread).toList();
    running.forEach(Thread::interrupt);
    for (var thread : running) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
