package io.loom.server.run;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.ServerWorld;
import io.loom.server.merge.Merge;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The services with one project, `demo`, and runs in it.
final class RunWorld implements AutoCloseable {
  static final String OWNER = "server-1";
  static final String COMMIT = "c".repeat(40);

  final ServerWorld server;
  final RunRepository repository = new RunRepository();
  final JournalRepository journal = new JournalRepository();

  RunWorld(DatabaseKind kind, Path folder) {
    server = new ServerWorld(kind, folder);
    server.givenProject("demo", "file:///nowhere");
  }

  Instant now() {
    return server.clock.instant();
  }

  void advance(Duration time) {
    server.clock.advance(time);
  }

  /// An open run of a new bead by a new agent.
  Run open(String agentId) {
    var agent = server.givenAgent(agentId, "demo");
    var bead = server.givenBead("demo", "Bead of " + agentId);
    return server
        .database
        .write(handle -> server.runs.open(handle, bead, agent, "main", "model"))
        .orElseThrow();
  }

  /// An open run that a worker of this server has.
  Run taken(String agentId) {
    return take(open(agentId).id(), OWNER).orElseThrow();
  }

  Optional<Run> take(String id, String owner) {
    return server.database.write(
        handle -> repository.take(handle, id, owner, now(), ServerWorld.RUNS.leaseTime()));
  }

  boolean release(Run run, RunState state) {
    return server.database.write(
        handle -> repository.release(handle, run, state, now(), 0, null, null, now()));
  }

  void start(Run run, int n, StepKind kind, String request) {
    server.database.change(
        handle -> journal.start(handle, run, n, kind, kind.name(), request, now()));
  }

  void finish(Run run, int n, @Nullable String snapshot) {
    server.database.change(handle -> journal.finish(handle, run, n, "{}", snapshot, 7, now()));
  }

  void end(Run run, TerminalReason reason) {
    var detail = reason.wireName();
    server.database.change(handle ->
        server.runs.end(
            handle, run, reason, detail, server.runs.releaseAfter(run, reason, detail)));
  }

  /// A run in the merge queue, by its first step.
  Merge queued(Run run) {
    var merge =
        new Merge(
            run.id() + "-1",
            "demo",
            "main",
            run.id(),
            1,
            run.beadId(),
            "b".repeat(40),
            COMMIT,
            null,
            true,
            null,
            now());
    server.database.change(handle -> {
      journal.start(handle, run, 1, StepKind.MERGE, "main", "{}", now());
      server.merges.queue(handle, "system", merge);
      var _ = repository.release(handle, run, RunState.MERGING, now(), 0, null, null, now());
    });
    return merge;
  }

  Run find(String id) {
    return server.runs.find(id).orElseThrow();
  }

  @Override
  public void close() {
    server.close();
  }
}
