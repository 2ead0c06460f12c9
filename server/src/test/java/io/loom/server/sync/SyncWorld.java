package io.loom.server.sync;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.ServerWorld;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.server.project.Project;
import io.loom.server.project.ReadinessIssue;
import io.loom.server.sync.dolt.DoltBeads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A server with one project, `demo`, whose loops turn when a test says so.
final class SyncWorld implements AutoCloseable {
  private static final Duration NEVER = Duration.ofDays(1);

  final ServerWorld server;
  private final ProjectCheck check;
  private final BeadWriter writer;

  /// @param bd the program that stands in for `bd`; empty for none
  SyncWorld(DatabaseKind kind, Path folder, String gitRepo, String bd) {
    server = new ServerWorld(kind, folder);
    server.givenProject("demo", gitRepo);
    var config =
        new GitConfig(folder.resolve("git"), Duration.ofSeconds(30), "Loom", "l@example.org");
    var mirrors = new Mirrors(config);
    var leases = new BranchLeases(server.database, server.clock);
    var dolt =
        DoltBeads.create(
            server.database, server.beads, mirrors, leases, bd, Duration.ofSeconds(60), "one");
    var credentials = TestCredentials.of(server, folder).credentials();
    var access = new AccessCheck(mirrors, credentials);
    check =
        new ProjectCheck(
            server.database, server.projects, server.beads, mirrors, access, server.forges, dolt);
    writer =
        new BeadWriter(
            server.database,
            server.projects,
            server.beads,
            mirrors,
            credentials.remotes(),
            dolt,
            leases,
            config,
            server.clock,
            "one",
            NEVER);
  }

  Project project() {
    return server.projects.find(ServerWorld.ADA, "demo").orElseThrow();
  }

  /// Looks at the repository, and answers what stands in the way.
  List<ReadinessIssue> check() {
    check.check(project());
    return project().readiness().issues();
  }

  void write() {
    writer.flush();
  }

  @Override
  public void close() {
    writer.close();
    server.close();
  }
}
