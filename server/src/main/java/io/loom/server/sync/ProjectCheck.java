package io.loom.server.sync;

import io.loom.ground.database.Database;
import io.loom.server.bead.BeadFile;
import io.loom.server.bead.BeadService;
import io.loom.server.forge.Forges;
import io.loom.server.gate.CommandDetection;
import io.loom.server.gate.ProjectSettings;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.project.GitAuthMethod;
import io.loom.server.project.GitStrategy;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ReadinessIssue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Looks at a project's repository: fetches it, imports its beads, and says what stands in the way.
/// Safe to repeat.
final class ProjectCheck {
  private final Database database;
  private final ProjectService projects;
  private final BeadService beads;
  private final Mirrors mirrors;
  private final Forges forges;

  ProjectCheck(
      Database database,
      ProjectService projects,
      BeadService beads,
      Mirrors mirrors,
      Forges forges) {
    this.database = database;
    this.projects = projects;
    this.beads = beads;
    this.mirrors = mirrors;
    this.forges = forges;
  }

  void check(Project project) {
    var issues = new ArrayList<ReadinessIssue>();
    pullRequests(project, issues);
    unsupported(project, issues);
    try {
      look(project, issues);
    } catch (GitException e) {
      issues.add(
          new ReadinessIssue(
              "git_access",
              "The repository %s cannot be fetched: %s"
                  .formatted(shown(project.gitRepo()), e.getMessage()),
              "Check the address, that the server can reach it, and that it may read there.",
              true));
    }
    boolean ready = issues.stream().noneMatch(ReadinessIssue::blocking);
    projects.setReadiness(project.id(), ready, issues);
  }

  private static String shown(String url) {
    return url.replaceFirst("://[^/@]+@", "://***@");
  }

  /// Whether results can be opened as pull requests, if they are to be.
  private void pullRequests(Project project, List<ReadinessIssue> issues) {
    if (project.gitStrategy() == GitStrategy.BRANCH_PR) {
      forges
          .problem(project)
          .ifPresent(problem ->
              issues.add(
                  new ReadinessIssue(
                      "forge_missing",
                      problem,
                      "Store the forge's token as the project's secret %s, tell the forge by"
                              .formatted(Forges.TOKEN_NAME)
                          + " context.forge_type and context.forge_url where the address does not,"
                          + " or set git_strategy to direct.",
                      true)));
    }
  }

  private static void unsupported(Project project, List<ReadinessIssue> issues) {
    if (project.gitAuthMethod() != GitAuthMethod.NONE
        && project.gitAuthMethod() != GitAuthMethod.SSH) {
      issues.add(
          new ReadinessIssue(
              "auth_method_not_supported",
              "This version keeps no git credentials of method %s."
                  .formatted(project.gitAuthMethod().wireName()),
              "Use ssh with a key of the server's user, or a repository that needs none.",
              true));
    }
  }

  private void look(Project project, List<ReadinessIssue> issues) throws GitException {
    var mirror = mirrors.of(project.id());
    mirror.fetch(project.gitRepo());
    var head = mirror.head(project.branch());
    if (head.isEmpty()) {
      issues.add(
          new ReadinessIssue(
              "branch_missing",
              "The repository has no branch %s.".formatted(project.branch()),
              "Push a first commit to it, or set another branch.",
              true));
      return;
    }
    projects.setHead(project.id(), head.get());
    mirrors.refreshWorktree(project.id(), head.get());
    var names = Set.copyOf(mirror.names(head.get(), ""));
    var commands = CommandDetection.complete(ProjectSettings.commands(project), names);
    if (commands.build().isEmpty() && commands.test().isEmpty()) {
      issues.add(
          new ReadinessIssue(
              "no_commands",
              "No build or test command is known, so results are merged unverified.",
              "Set context.build_command and context.test_command.",
              false));
    }
    if (mirrors.isCheckedOut(project.gitRepo(), project.branch())) {
      issues.add(
          new ReadinessIssue(
              "branch_checked_out",
              "The branch %s is checked out in %s, so git refuses pushes to it."
                  .formatted(project.branch(), project.gitRepo()),
              "Use a bare repository, or run there: git config receive.denyCurrentBranch"
                  + " updateInstead",
              true));
    }
    importBeads(project, issues);
  }

  private void importBeads(Project project, List<ReadinessIssue> issues) throws GitException {
    var place = BeadPlace.find(mirrors.of(project.id()), project);
    if (place.isEmpty()) {
      issues.add(
          new ReadinessIssue(
              "beads_missing",
              "The repository has no %s/issues.jsonl.".formatted(project.beadsPath()),
              "Nothing to do: Loom makes it on the branch %s with the first bead."
                  .formatted(BeadPlace.SYNC_BRANCH),
              false));
      return;
    }
    var found = place.get();
    if (found.commit().equals(project.beadsCommit())) {
      return;
    }
    var file = BeadFile.parse(found.content());
    var imported =
        database.write(handle -> {
          var result = beads.importFile(handle, project.id(), file);
          projects.setBeadsBranch(handle, project.id(), found.branch(), found.commit());
          return result;
        });
    for (var problem : imported.problems()) {
      issues.add(
          new ReadinessIssue(
              "beads_line",
              "%s/issues.jsonl %s".formatted(project.beadsPath(), problem),
              "Repair the line; Loom leaves it as it is.",
              false));
    }
  }
}
