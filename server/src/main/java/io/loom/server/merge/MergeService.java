package io.loom.server.merge;

import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.git.BranchLeases.Lease;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Puts results into the queue and settles them. Safe for many threads: it keeps no state.
public final class MergeService {
  /// What a result waits for.
  public enum Awaited {
    QUEUE,
    /// It may take days; nobody is kept busy by it.
    PEOPLE
  }

  private final Database database;
  private final MergeRepository merges;
  private final MergeRoute route;
  private final EventLog events;
  private final InstantSource clock;

  MergeService(
      Database database,
      MergeRepository merges,
      MergeRoute route,
      EventLog events,
      InstantSource clock) {
    this.database = database;
    this.merges = merges;
    this.route = route;
    this.events = events;
    this.clock = clock;
  }

  /// Queues a result, or gives it to the route that wants it; the same id again changes nothing.
  ///
  /// @return what the result waits for now
  public Awaited queue(Handle transaction, String actor, Merge merge) {
    if (route.take(transaction, actor, merge)) {
      return Awaited.PEOPLE;
    }
    merges.insert(transaction, merge);
    events.append(
        transaction,
        actor,
        new MergeEvent.Queued(
            merge.beadId(),
            merge.projectId(),
            merge.runId(),
            merge.testedCommit(),
            merge.branch()));
    return Awaited.QUEUE;
  }

  /// Takes back what an ended run had queued.
  public void withdraw(Handle transaction, String runId) {
    merges.withdraw(transaction, runId);
    route.withdraw(transaction, runId);
  }

  /// What a run has in the queue, with what keeps it there.
  public Optional<Merge> findQueued(String runId) {
    return database.read(handle -> merges.findQueuedOfRun(handle, runId));
  }

  List<MergeRepository.Queue> queues() {
    return database.read(merges::listQueues);
  }

  List<Merge> queued(MergeRepository.Queue queue) {
    return database.read(handle -> merges.listQueued(handle, queue.projectId(), queue.branch()));
  }

  boolean storeCandidate(Merge merge, Lease lease, String candidate) {
    return database.write(handle -> merges.setCandidate(handle, merge, lease, candidate));
  }

  void storeDetail(Merge merge, String detail) {
    database.change(handle -> merges.setDetail(handle, merge, detail));
  }

  /// @param commit on the branch
  /// @return false when the lease was lost or the entry is settled already
  boolean complete(Merge merge, Lease lease, String commit, MergeListener listener) {
    return database.write(handle -> {
      if (!merges.settle(handle, merge, lease, "merged", commit, clock.instant())) {
        return false;
      }
      events.append(
          handle,
          "system",
          new MergeEvent.Completed(
              merge.beadId(), merge.projectId(), merge.runId(), commit, merge.branch()));
      listener.merged(handle, merge, commit);
      return true;
    });
  }

  boolean reject(Merge merge, Lease lease, String tip, String text, MergeListener listener) {
    return database.write(handle -> {
      if (!merges.settle(handle, merge, lease, "rejected", text, clock.instant())) {
        return false;
      }
      events.append(
          handle,
          "system",
          new MergeEvent.Rejected(merge.beadId(), merge.projectId(), merge.runId(), text));
      listener.rejected(handle, merge, tip, text);
      return true;
    });
  }
}
