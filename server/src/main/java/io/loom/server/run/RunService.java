package io.loom.server.run;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.http.Reach;
import io.loom.server.agent.Agent;
import io.loom.server.agent.AgentService;
import io.loom.server.bead.Bead;
import io.loom.server.bead.BeadService;
import io.loom.server.bead.Release;
import io.loom.server.event.EventLog;
import io.loom.server.merge.Merge;
import io.loom.server.merge.MergeListener;
import io.loom.server.merge.MergeService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Opens and ends runs. What people see of them is [RunControl]. Safe for many threads: it keeps no
/// state.
public final class RunService implements MergeListener {
  private final Database database;
  private final RunRepository runs;
  private final JournalRepository journal;
  private final BeadService beads;
  private final AgentService agents;
  private final MergeService merges;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;
  private final RunConfig config;

  RunService(
      Database database,
      RunRepository runs,
      JournalRepository journal,
      BeadService beads,
      AgentService agents,
      MergeService merges,
      EventLog events,
      InstantSource clock,
      RunConfig config) {
    this.database = database;
    this.runs = runs;
    this.journal = journal;
    this.beads = beads;
    this.agents = agents;
    this.merges = merges;
    this.events = events;
    this.clock = clock;
    this.ids = new Ids(clock);
    this.config = config;
  }

  /// What workers work with.
  RunTools tools(RunFeature.Surroundings with) {
    return new RunTools(
        database,
        runs,
        journal,
        this,
        beads,
        agents,
        with.personas(),
        with.decisions(),
        merges,
        with.projects(),
        with.providers(),
        with.models(),
        with.platform(),
        with.specs().limits(),
        new Workspaces(with.platform(), with.specs(), with.mirrors(), with.gitConfig()),
        with.gate(),
        with.mirrors(),
        with.remotes(),
        events,
        clock,
        config);
  }

  void releaseAll() {
    database.change(runs::releaseAll);
  }

  /// Gives a bead to an agent: takes the bead's lease, the agent, and opens a run.
  ///
  /// @return nothing when somebody else was faster at either
  public Optional<Run> open(
      Handle transaction, Bead bead, Agent agent, String providerId, String model) {
    var id = ids.next();
    var now = clock.instant();
    if (isWorkedOn(transaction, bead, now)) {
      return Optional.empty();
    }
    // What is not done needs no undoing: a busy agent costs its bead no dispatch, and nothing is
    // told.
    transaction.savepoint("open");
    var fence = beads.take(transaction, bead, id, now.plus(config.leaseTime()));
    if (fence.isEmpty() || !agents.startWork(transaction, agent.id(), bead.id())) {
      transaction.rollbackToSavepoint("open");
      return Optional.empty();
    }
    transaction.releaseSavepoint("open");
    var run =
        new Run(
            id,
            bead.id(),
            bead.projectId(),
            agent.id(),
            providerId,
            model,
            RunState.ACTIVE,
            0,
            bead.dispatches() + 1,
            fence.get(),
            0,
            Instant.EPOCH,
            "run",
            null,
            null,
            null,
            null,
            0,
            0,
            0,
            0,
            now,
            now,
            null);
    runs.insert(transaction, run);
    events.append(
        transaction,
        "system",
        new RunEvent.Started(
            id,
            bead.id(),
            bead.projectId(),
            agent.id(),
            agent.name(),
            bead.title(),
            model,
            run.hop()));
    return Optional.of(run);
  }

  /// A bead whose lease ran out while no server was there belongs to its open run still: that one
  /// goes on where it was.
  private boolean isWorkedOn(Handle transaction, Bead bead, Instant now) {
    var open = runs.findOpen(transaction, bead.id());
    if (open.isPresent()) {
      var run = open.get();
      var until = now.plus(config.leaseTime());
      if (beads.renew(transaction, bead.id(), run.id(), run.beadFence(), until)) {
        return true;
      }
      var reason = TerminalReason.BEAD_LOST;
      var detail = "Another run took the bead.";
      end(transaction, run, reason, detail, releaseAfter(run, reason, detail));
    }
    return false;
  }

  /// Ends a run with what becomes of its bead. Nothing happens to a run that has ended.
  void end(Handle transaction, Run run, TerminalReason reason, String detail, Release release) {
    var commit = release instanceof Release.Closed closed ? closed.mergedCommit() : null;
    if (!runs.end(transaction, run.id(), reason, detail, commit, clock.instant())) {
      return;
    }
    merges.withdraw(transaction, run.id());
    var _ = beads.release(transaction, run.beadId(), run.id(), run.beadFence(), release);
    agents.endWork(transaction, run.agentId(), run.beadId());
    events.append(
        transaction,
        "agent:" + run.agentId(),
        new RunEvent.Ended(
            run.id(),
            run.beadId(),
            run.projectId(),
            run.agentId(),
            reason.wireName(),
            detail,
            commit,
            run.costMicros()));
  }

  /// What becomes of a bead whose run ended without a result.
  Release releaseAfter(Run run, TerminalReason reason, String detail) {
    return switch (reason) {
      case COMPLETED -> new Release.Closed(detail, null, false, run.costMicros());
      case CONTEXT_CANCELED ->
          new Release.Again(
              clock.instant(),
              "Its run was stopped by a person; redispatch it to go on.",
              run.costMicros());
      case MAX_COST ->
          new Release.Again(
              clock.instant(),
              "Its budget is spent; raise it and redispatch the bead.",
              run.costMicros());
      case ESCALATED,
          NO_ACTIONS,
          PARSE_FAILURES,
          VALIDATION_FAILURES,
          INNER_LOOP,
          MAX_ITERATIONS,
          MAX_TIME,
          PROVIDER_REFUSED,
          CONTEXT_TOO_LONG,
          SETUP_FAILED,
          WORKSPACE_LOST,
          RESULT_REFUSED,
          BEAD_LOST,
          ERROR ->
          new Release.Again(clock.instant().plus(config.coolDown()), null, run.costMicros());
    };
  }

  @Override
  public void merged(Handle transaction, Merge merge, String commit) {
    var run = runs.find(transaction, merge.runId()).orElseThrow();
    var _ =
        journal.complete(
            transaction,
            run.id(),
            merge.step(),
            StepResults.merged(commit),
            null,
            0,
            clock.instant());
    end(
        transaction,
        run,
        TerminalReason.COMPLETED,
        "Merged as %s.".formatted(commit.substring(0, 10)),
        new Release.Closed("Merged", commit, merge.verified(), run.costMicros()));
  }

  @Override
  public void rejected(Handle transaction, Merge merge, String tip, String text) {
    var now = clock.instant();
    var _ =
        journal.complete(
            transaction,
            merge.runId(),
            merge.step(),
            StepResults.notMerged(tip, text),
            null,
            0,
            now);
    goOn(transaction, merge);
  }

  /// A run that waited for people let its agent go, who may have another bead by now.
  @Override
  public boolean returned(Handle transaction, Merge merge, String head, String text) {
    var run = runs.find(transaction, merge.runId()).orElseThrow();
    if (agents.find(transaction, run.agentId()).isEmpty()) {
      var reason = TerminalReason.ERROR;
      var detail = "Its agent is gone.";
      end(transaction, run, reason, detail, releaseAfter(run, reason, detail));
      return false;
    }
    if (!agents.startWork(transaction, run.agentId(), run.beadId())) {
      return false;
    }
    var _ =
        journal.complete(
            transaction,
            run.id(),
            merge.step(),
            StepResults.returned(head, text),
            null,
            0,
            clock.instant());
    goOn(transaction, merge);
    return true;
  }

  @Override
  public void declined(Handle transaction, Merge merge, String text) {
    var run = runs.find(transaction, merge.runId()).orElseThrow();
    end(
        transaction,
        run,
        TerminalReason.ESCALATED,
        text,
        new Release.Again(clock.instant(), text, run.costMicros()));
  }

  private void goOn(Handle transaction, Merge merge) {
    for (var waiting : List.of(RunState.MERGING, RunState.WAITING)) {
      var _ = changeState(transaction, merge.runId(), waiting, RunState.ACTIVE, null);
    }
  }

  /// Moves a run that no worker has, and says so.
  boolean changeState(
      Handle transaction, String runId, RunState from, RunState to, @Nullable String detail) {
    if (!runs.changeState(transaction, runId, from, to, null, detail, clock.instant())) {
      return false;
    }
    var run = runs.find(transaction, runId).orElseThrow();
    events.append(
        transaction,
        "system",
        new RunEvent.StateChange(runId, run.beadId(), run.projectId(), to.stored(), detail));
    return true;
  }

  Optional<Run> find(String id) {
    return database.read(handle -> runs.find(handle, id));
  }

  List<RunStep> steps(String runId) {
    return database.read(handle -> journal.steps(handle, runId));
  }

  /// The newest first; an empty id is of any.
  List<Run> list(String beadId, String projectId, boolean openOnly, int limit) {
    return database.read(
        handle -> runs.list(handle, Reach.EVERYTHING, beadId, projectId, openOnly, limit));
  }

  /// How many runs each project has open, those excepted that wait for people.
  public Map<String, Integer> countWorking(Handle queries) {
    return runs.countWorking(queries);
  }

  public long countOpen(Handle queries, String projectId) {
    return runs.list(queries, Reach.EVERYTHING, "", projectId, true, 10_000).size();
  }

  /// Stops all runs of a project that is being deleted.
  public void stopAll(Handle transaction, String actor, String projectId) {
    for (var run : runs.list(transaction, Reach.EVERYTHING, "", projectId, true, 10_000)) {
      stopped(transaction, run, actor);
    }
  }

  void stopped(Handle transaction, Run run, String actor) {
    var detail = "Stopped by %s.".formatted(actor.replaceFirst("^user:", ""));
    var reason = TerminalReason.CONTEXT_CANCELED;
    end(transaction, run, reason, detail, releaseAfter(run, reason, detail));
  }
}
