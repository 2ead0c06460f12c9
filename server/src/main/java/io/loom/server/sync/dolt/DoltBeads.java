package io.loom.server.sync.dolt;

import io.loom.ground.database.Database;
import io.loom.ground.http.Json;
import io.loom.server.bead.BeadService;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.bead.file.PendingFile;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.project.Project;
import io.loom.server.project.ReadinessIssue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Keeps beads in step with the Dolt database of a project, through `bd`.
///
/// `bd` works in a folder that Loom made: a repository without any file of the project, so that no
/// hook, redirect, route or setting of the project's can make it do anything. Its database comes
/// and goes through git, under `refs/dolt/data`.
public final class DoltBeads {
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final String SETTINGS =
      """
      # Written by Loom. What the project's own file says does not count here.
      export:
        auto: false
      import:
        auto: false
      backup:
        enabled: false
      """;

  private final Database database;
  private final BeadService beads;
  private final Mirrors mirrors;
  private final BranchLeases leases;
  private final Bd bd;
  private final String owner;
  private final Map<String, ReentrantLock> turns = new ConcurrentHashMap<>();

  DoltBeads(
      Database database,
      BeadService beads,
      Mirrors mirrors,
      BranchLeases leases,
      Bd bd,
      String owner) {
    this.database = database;
    this.beads = beads;
    this.mirrors = mirrors;
    this.leases = leases;
    this.bd = bd;
    this.owner = owner + "-dolt";
  }

  /// @param program the path or name of `bd`; empty for none
  public static DoltBeads create(
      Database database,
      BeadService beads,
      Mirrors mirrors,
      BranchLeases leases,
      String program,
      Duration timeout,
      String owner) {
    return new DoltBeads(
        database, beads, mirrors, leases, new Bd(program, mirrors.home(), timeout), owner);
  }

  /// Takes over what others changed, and tells them what was changed here. One at a time for each
  /// project, on all servers. Safe to repeat.
  ///
  /// @param metadata the project's `metadata.json`
  /// @return what stands in the way
  public List<ReadinessIssue> sync(Project project, String metadata) {
    var mode = text(metadata, "dolt_mode");
    if (!mode.isEmpty() && !mode.equals("embedded")) {
      return List.of(
          issue(
              "The beads are in a Dolt database of mode %s.".formatted(mode),
              "Loom works with embedded databases only: it connects to no address that a"
                  + " repository names. Run bd with --server off, or use a file-only project."));
    }
    return switch (bd.probe()) {
      case BdState.Missing(var because) ->
          List.of(
              issue(
                  "The beads are in a Dolt database, and there is no bd to read it: %s."
                      .formatted(because),
                  "Install bd 1.2.2 or newer on the server, or set beads.bd_path to it."));
      case BdState.Refused(var version, var because) ->
          List.of(
              issue(
                  "The beads are in a Dolt database, and bd %s is not used: %s."
                      .formatted(version, because),
                  "Install bd 1.2.2 or newer on the server, or set beads.bd_path to it."));
      case BdState.Usable _ -> inTurn(project, metadata);
    };
  }

  private List<ReadinessIssue> inTurn(Project project, String metadata) {
    var turn = turns.computeIfAbsent(project.id(), _ -> new ReentrantLock());
    if (!turn.tryLock()) {
      return List.of();
    }
    try {
      var lease = leases.take(project.id(), "refs/dolt/data", owner, LEASE);
      if (lease.isEmpty()) {
        return List.of();
      }
      try {
        syncNow(project, metadata);
        return List.of();
      } finally {
        leases.release(lease.get());
      }
    } catch (BdException | GitException | IOException e) {
      return List.of(
          issue(
              "The beads in the Dolt database cannot be kept in step: %s."
                  .formatted(e.getMessage()),
              "See what bd says in %s; it is tried again."
                  .formatted(mirrors.beadsFolder(project.id()))));
    } finally {
      turn.unlock();
    }
  }

  private void syncNow(Project project, String metadata)
      throws BdException, GitException, IOException {
    var folder = prepare(project, metadata);
    bd.run(
        folder,
        hasDatabase(folder) ? List.of("dolt", "pull", "--json") : List.of("bootstrap", "--json"));
    var there = export(folder, project);
    var pending =
        database.read(handle -> beads.pendingWrite(handle, project.id(), there)).orElse(null);
    if (pending == null) {
      return;
    }
    tell(folder, BeadFile.parse(there), pending);
    bd.run(folder, List.of("dolt", "push", "--json"));
    var after = BeadFile.parse(bd.run(folder, List.of("export")));
    database.change(handle -> beads.markSynced(handle, asTold(pending, after)));
  }

  private Path prepare(Project project, String metadata) throws GitException, IOException {
    var folder = mirrors.makeBeadsFolder(project.id(), project.gitRepo());
    var settings = Files.createDirectories(folder.resolve(".beads"));
    Files.writeString(
        settings.resolve("config.yaml"), SETTINGS + "issue-prefix: " + project.beadPrefix() + "\n");
    Files.writeString(settings.resolve("metadata.json"), ownMetadata(metadata));
    return folder;
  }

  /// Names only, and no addresses.
  private static String ownMetadata(String metadata) {
    var own = new LinkedHashMap<String, String>();
    own.put("backend", "dolt");
    own.put("dolt_mode", "embedded");
    for (var key : List.of("database", "dolt_database", "project_id")) {
      var value = text(metadata, key);
      if (value.matches("[A-Za-z0-9_-]{1,100}")) {
        own.put(key, value);
      }
    }
    return Json.write(own);
  }

  private static String text(String metadata, String key) {
    try {
      return BeadDocument.parse(metadata).text(key);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static boolean hasDatabase(Path folder) {
    return Files.isDirectory(folder.resolve(".beads/embeddeddolt"));
  }

  private byte[] export(Path folder, Project project) throws BdException {
    var there = bd.run(folder, List.of("export"));
    var file = BeadFile.parse(there);
    if (file.refusal().isPresent()) {
      throw new BdException("bd export: " + file.refusal().get().detail());
    }
    database.change(handle -> {
      var _ = beads.importFile(handle, project.id(), file);
    });
    return there;
  }

  /// New beads first, without what ties them, so that each finds those that it depends on.
  private void tell(Path folder, BeadFile there, PendingFile pending) throws BdException {
    var wanted = pending.written().stream().map(it -> BeadDocument.parse(it.line())).toList();
    var commands = new ArrayList<List<String>>();
    for (var bead : wanted) {
      if (!there.beads().containsKey(bead.id()) && !bead.status().equals("tombstone")) {
        commands.add(BdCommands.create(bead));
      }
    }
    for (var command : commands) {
      bd.run(folder, command);
    }
    for (var bead : wanted) {
      var before = there.beads().get(bead.id());
      var base = before == null ? created(bead) : before;
      for (var command : BdCommands.change(base, bead)) {
        bd.run(folder, command);
      }
    }
  }

  /// What `bd` has of a bead that was just created.
  private static BeadDocument created(BeadDocument bead) {
    var made = BeadDocument.create(bead.id());
    return Stream.of("title", "issue_type", "priority")
        .reduce(
            made,
            (document, key) -> {
              var value = bead.raw(key);
              return value == null ? document : document.with(key, value);
            },
            (_, other) -> other);
  }

  /// What was written, with the lines that `bd` made of it.
  private static PendingFile asTold(PendingFile pending, BeadFile after) {
    var written = new ArrayList<PendingFile.Written>();
    for (var bead : pending.written()) {
      var line = after.beads().get(bead.beadId());
      written.add(
          new PendingFile.Written(
              bead.beadId(),
              bead.revision(),
              bead.document(),
              line == null ? bead.line() : line.line()));
    }
    return new PendingFile(pending.projectId(), new byte[0], written);
  }

  private static ReadinessIssue issue(String message, String remedy) {
    return new ReadinessIssue("beads_dolt", message, remedy, true);
  }
}
