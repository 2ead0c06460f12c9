package io.loom.server.sync;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import io.loom.server.bead.BeadService;
import io.loom.server.bead.file.BeadEra;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.bead.file.PendingFile;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.CommitRequest;
import io.loom.server.git.GitConfig;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirror;
import io.loom.server.git.Mirrors;
import io.loom.server.git.PushOutcome;
import io.loom.server.git.Remotes;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import io.loom.server.sync.dolt.DoltBeads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Writes changed beads into the repository: all changes of an interval in one commit per project.
///
/// The file is read again from the branch's newest commit before each write, so what others changed
/// meanwhile is kept. A push that loses a race is tried again by the next pass.
public final class BeadWriter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(BeadWriter.class.getName());
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final byte[] NOTHING = new byte[0];

  private final Database database;
  private final ProjectService projects;
  private final BeadService beads;
  private final Mirrors mirrors;
  private final Remotes remotes;
  private final DoltBeads dolt;

  /// Until when a project is left alone whose Dolt database could not be written.
  private final Map<String, Instant> patience = new ConcurrentHashMap<>();

  private final BranchLeases leases;
  private final GitConfig gitConfig;
  private final InstantSource clock;
  private final String owner;
  private final ReconcileLoop loop;

  /// @param interval in which changes are gathered
  BeadWriter(
      Database database,
      ProjectService projects,
      BeadService beads,
      Mirrors mirrors,
      Remotes remotes,
      DoltBeads dolt,
      BranchLeases leases,
      GitConfig gitConfig,
      InstantSource clock,
      String owner,
      Duration interval) {
    this.database = database;
    this.projects = projects;
    this.beads = beads;
    this.mirrors = mirrors;
    this.remotes = remotes;
    this.dolt = dolt;
    this.leases = leases;
    this.gitConfig = gitConfig;
    this.clock = clock;
    this.owner = owner + "-beads";
    this.loop = ReconcileLoop.start("bead-writer", interval, this::pass);
  }

  private void pass() {
    for (var id : database.read(beads::unsyncedProjects)) {
      projects.find(Actor.SYSTEM, id).filter(Project::isOpen).ifPresent(this::write);
    }
  }

  /// Writes what waits at once, as before a shutdown.
  public void flush() {
    pass();
  }

  private void write(Project project) {
    try {
      var mirror = mirrors.of(project.id());
      mirror.fetch(remotes.of(project.id()));
      var truth = BeadPlace.truth(mirror, project);
      if (!truth.era().isFileTruth()) {
        writeThroughBd(project, truth);
        return;
      }
      var branch =
          BeadPlace.find(mirror, project).map(BeadPlace::branch).orElse(BeadPlace.SYNC_BRANCH);
      var lease = leases.take(project.id(), branch, owner, LEASE);
      if (lease.isEmpty()) {
        return;
      }
      try {
        write(project, mirror, branch);
      } finally {
        leases.release(lease.get());
      }
    } catch (GitException e) {
      LOG.log(
          WARNING,
          "Beads of project {0} are not in git yet, which is tried again: {1}",
          project.id(),
          e.getMessage());
    }
  }

  /// The check of the project says what stands in the way, so nothing is said here.
  private void writeThroughBd(Project project, BeadPlace.Truth truth) {
    boolean waits = patience.getOrDefault(project.id(), Instant.MIN).isAfter(clock.instant());
    if (truth.era() instanceof BeadEra.Dolt && !waits) {
      var issues = dolt.sync(project, truth.metadata());
      if (!issues.isEmpty()) {
        patience.put(project.id(), clock.instant().plus(PATIENCE));
      }
    }
  }

  private void write(Project project, Mirror mirror, String branch) throws GitException {
    mirror.fetch(remotes.of(project.id()));
    var place = BeadPlace.find(mirror, project);
    var current = place.map(BeadPlace::content).orElse(NOTHING);
    if (place.isPresent() && !place.get().commit().equals(project.beadsCommit())) {
      database.change(handle -> {
        var _ = beads.importFile(handle, project.id(), BeadFile.parse(current));
      });
    }
    var pending = database.read(handle -> beads.pendingWrite(handle, project.id(), current));
    if (pending.isEmpty()) {
      return;
    }
    var parent = mirror.head(branch).or(() -> start(mirror, project));
    if (parent.isEmpty()) {
      return;
    }
    var commit = commit(project, mirror, parent.get(), pending.get());
    switch (mirror.push(remotes.of(project.id()), commit, branch)) {
      case PushOutcome.Pushed() ->
          database.change(handle -> {
            beads.markSynced(handle, pending.get());
            projects.setBeadsBranch(handle, project.id(), branch, commit);
          });
      case PushOutcome.BranchMoved() -> LOG.log(System.Logger.Level.DEBUG, "branch moved");
      case PushOutcome.Refused(var reason) -> throw new GitException(reason);
    }
  }

  /// A branch for beads begins at the project's own.
  private static java.util.Optional<String> start(Mirror mirror, Project project) {
    try {
      return mirror.head(project.branch());
    } catch (GitException _) {
      return java.util.Optional.empty();
    }
  }

  private String commit(Project project, Mirror mirror, String parent, PendingFile pending)
      throws GitException {
    var tree = mirror.treeWith(parent, BeadPlace.path(project), pending.bytes());
    int count = pending.written().size();
    var ids = pending.written().stream().map(PendingFile.Written::beadId).limit(20).toList();
    var message =
        "Update %s\n\n%s%s\n"
            .formatted(
                count == 1 ? "bead " + ids.getFirst() : count + " beads",
                String.join(", ", ids),
                count > ids.size() ? " …" : "");
    return mirror.commit(
        new CommitRequest(
            tree,
            List.of(parent),
            message,
            gitConfig.authorName(),
            gitConfig.authorEmail(),
            clock.instant()));
  }

  @Override
  public void close() {
    loop.close();
  }
}
