package io.loom.server.sync;

import io.loom.ground.database.Database;
import io.loom.server.bead.BeadService;
import io.loom.server.bead.file.BeadEra;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.forge.Forges;
import io.loom.server.gate.CommandDetection;
import io.loom.server.gate.ProjectSettings;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.project.GitStrategy;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ReadinessIssue;
import io.loom.server.sync.dolt.DoltBeads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Looks at a project's repository: gets it, imports its beads, and says what stands in the way.
/// Safe to repeat.
final class ProjectCheck {
  private static final int MOST_PROBLEMS = 20;

  private final Database database;
  private final ProjectService projects;
  private final BeadService beads;
  private final Mirrors mirrors;
  private final AccessCheck access;

  private final Forges forges;
  private final DoltBeads dolt;

  /// What was wrong with the file of a project, as of a commit: it is wrong until there is another.
  private final Map<String, FileIssues> fileIssues = new ConcurrentHashMap<>();

  private record FileIssues(String commit, List<ReadinessIssue> issues) {
    FileIssues {
      issues = List.copyOf(issues);
    }
  }

  ProjectCheck(
      Database database,
      ProjectService projects,
      BeadService beads,
      Mirrors mirrors,
      AccessCheck access,
      Forges forges,
      DoltBeads dolt) {
    this.dolt = dolt;
    this.database = database;
    this.projects = projects;
    this.beads = beads;
    this.mirrors = mirrors;
    this.access = access;
    this.forges = forges;
  }

  /// Whether there is anything to wait for.
  enum Outcome {
    SETTLED,
    /// Somebody must do something, after which it should be seen soon.
    UNSETTLED
  }

  /// Asks anew at the next check what is believed of a project.
  void forget(String projectId) {
    access.forget(projectId);
  }

  Outcome check(Project project) {
    var issues = new ArrayList<ReadinessIssue>();
    pullRequests(project, issues);
    checkProtection(project, issues);
    issues.addAll(access.check(project));
    if (isFine(issues)) {
      try {
        look(project, issues);
      } catch (GitException e) {
        issues.add(
            new ReadinessIssue(
                "git_access",
                "The copy of the repository cannot be used: " + e.getMessage(),
                "Let the administrator look at the folder git.project_key_dir.",
                true));
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      // The server ends: what failed failed for that.
      return Outcome.UNSETTLED;
    }
    boolean ready = isFine(issues);
    projects.setReadiness(project.id(), ready, issues);
    boolean rotates = issues.stream().anyMatch(it -> it.code().equals(AccessIssues.ROTATION));
    return ready && !rotates ? Outcome.SETTLED : Outcome.UNSETTLED;
  }

  private static boolean isFine(List<ReadinessIssue> issues) {
    return issues.stream().noneMatch(ReadinessIssue::blocking);
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

  /// Agents that push directly cannot push to a branch that is protected.
  private static void checkProtection(Project project, List<ReadinessIssue> issues) {
    if (project.gitStrategy() == GitStrategy.DIRECT && project.protects(project.branch())) {
      issues.add(
          new ReadinessIssue(
              "branch_protected",
              "The branch %s is protected, and the strategy is to push to it."
                  .formatted(project.branch()),
              "Set git_strategy to branch-pr, or take the branch out of protected_branches.",
              true));
    }
  }

  private void look(Project project, List<ReadinessIssue> issues) throws GitException {
    var mirror = mirrors.of(project.id());
    projects.setSynced(project.id());
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
    var truth = BeadPlace.truth(mirrors.of(project.id()), project);
    switch (truth.era()) {
      case BeadEra.FileOnly _, BeadEra.Sqlite _, BeadEra.None _ -> importFile(project, issues);
      case BeadEra.Dolt _ -> issues.addAll(dolt.sync(project, truth.metadata()));
      case BeadEra.Redirect(var target) ->
          issues.add(
              new ReadinessIssue(
                  "beads_redirect",
                  "%s/redirect says that the beads are in %s."
                      .formatted(project.beadsPath(), target),
                  "Set the project's beads_path to the folder that has them.",
                  true));
    }
  }

  private void importFile(Project project, List<ReadinessIssue> issues) throws GitException {
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
    var known = fileIssues.get(project.id());
    if (known == null || !known.commit().equals(found.commit())) {
      known = new FileIssues(found.commit(), read(project, found));
      fileIssues.put(project.id(), known);
    }
    issues.addAll(known.issues());
  }

  private List<ReadinessIssue> read(Project project, BeadPlace found) {
    var file = BeadFile.parse(found.content());
    var problems =
        found.commit().equals(project.beadsCommit())
            ? file.problems()
            : database
                .write(handle -> {
                  var result = beads.importFile(handle, project.id(), file);
                  projects.setBeadsBranch(handle, project.id(), found.branch(), found.commit());
                  return result;
                })
                .problems();
    return problems.stream()
        .limit(MOST_PROBLEMS)
        .map(problem ->
            new ReadinessIssue(
                "beads_line",
                "%s/issues.jsonl, line %d: %s"
                    .formatted(project.beadsPath(), problem.line(), problem.detail()),
                "Repair the line; Loom leaves it as it is.",
                file.refusal().isPresent()))
        .toList();
  }
}
