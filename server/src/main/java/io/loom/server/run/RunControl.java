package io.loom.server.run;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.reach.Actor;
import io.loom.server.run.JournalRepository.Nudge;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What people see of runs, and how they direct them. To an [Actor] runs of projects beyond his
/// reach are not there. Safe for many threads: it keeps no state.
public final class RunControl {
  /// What a request of a person to a run came to.
  public enum Directed {
    DONE,
    NO_SUCH_RUN,
    ALREADY_ENDED,
    /// The run is not in a state for it, such as resuming one that is not paused.
    NOT_NOW
  }

  private final Database database;
  private final RunRepository runs;
  private final JournalRepository journal;
  private final RunService service;
  private final InstantSource clock;
  private final Ids ids;

  RunControl(
      Database database,
      RunRepository runs,
      JournalRepository journal,
      RunService service,
      InstantSource clock) {
    this.database = database;
    this.runs = runs;
    this.journal = journal;
    this.service = service;
    this.clock = clock;
    this.ids = new Ids(clock);
  }

  public Optional<Run> find(Actor actor, String id) {
    return database.read(handle -> find(handle, actor, id));
  }

  private Optional<Run> find(Handle queries, Actor actor, String id) {
    return runs.find(queries, id).filter(run -> actor.reaches(run.projectId()));
  }

  /// The newest first.
  ///
  /// @param beadId empty for any
  /// @param projectId empty for any within reach
  public List<Run> list(Actor actor, String beadId, String projectId, boolean openOnly, int limit) {
    return database.read(
        handle -> runs.list(handle, actor.reach(), beadId, projectId, openOnly, limit));
  }

  /// What a run did so far; nothing if it is not there.
  public List<RunStep> steps(Actor actor, String runId) {
    return database.read(handle ->
        find(handle, actor, runId).map(run -> journal.steps(handle, run.id())).orElse(List.of()));
  }

  public Directed pause(Actor actor, String id) {
    return change(actor, id, (handle, _) -> want(handle, id, "pause"));
  }

  /// Writes down what is wanted. A run that no worker has is stopped at once; a worker sees it
  /// before its next step, and is interrupted by the loop.
  public Directed stop(Actor actor, String id) {
    return change(
        actor,
        id,
        (handle, run) -> {
          var directed = want(handle, id, "stop");
          if (directed == Directed.DONE && !runs.hasWorker(handle, id)) {
            service.stopped(handle, run, actor.name());
          }
          return directed;
        });
  }

  private Directed want(Handle transaction, String id, String wanted) {
    return runs.setWanted(transaction, id, wanted, clock.instant())
        ? Directed.DONE
        : Directed.ALREADY_ENDED;
  }

  public Directed resume(Actor actor, String id) {
    return change(
        actor,
        id,
        (handle, run) -> {
          // A stop that was asked for stands.
          if (!run.wanted().equals("pause") && run.state() != RunState.PAUSED) {
            return Directed.NOT_NOW;
          }
          var _ = runs.setWanted(handle, id, "run", clock.instant());
          var _ = service.changeState(handle, id, RunState.PAUSED, RunState.ACTIVE, null);
          return Directed.DONE;
        });
  }

  /// Leaves a message that joins the run's next turn.
  public Directed nudge(Actor actor, String id, String text) {
    var author = actor.name().replaceFirst("^user:", "");
    return change(
        actor,
        id,
        (handle, _) -> {
          journal.addNudge(handle, id, new Nudge(ids.next(), author, text, null, clock.instant()));
          return Directed.DONE;
        });
  }

  /// One change to a run that has not ended.
  private interface Change {
    Directed make(Handle transaction, Run run);
  }

  private Directed change(Actor actor, String id, Change change) {
    return database.write(handle -> {
      var run = find(handle, actor, id);
      if (run.isEmpty()) {
        return Directed.NO_SUCH_RUN;
      }
      return run.get().endedAt() == null ? change.make(handle, run.get()) : Directed.ALREADY_ENDED;
    });
  }
}
