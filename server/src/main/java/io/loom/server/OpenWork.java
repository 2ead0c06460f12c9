package io.loom.server;

import io.loom.api.DecisionView;
import io.loom.base.Ids;
import io.loom.server.bead.BeadService;
import io.loom.server.decision.Decision;
import io.loom.server.decision.DecisionService;
import io.loom.server.decision.DecisionViews;
import io.loom.server.decision.NewDecision;
import io.loom.server.git.Mirrors;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ProjectWork;
import io.loom.server.reach.Actor;
import io.loom.server.run.RunService;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What projects ask of the features above them, which are made later.
final class OpenWork implements ProjectWork {
  private static final String CLOSE = "close_project";

  private volatile @Nullable BeadService beads;
  private volatile @Nullable RunService runs;

  private volatile @Nullable DecisionService decisions;
  private volatile @Nullable ProjectService projects;
  private volatile @Nullable Mirrors mirrors;
  private volatile @Nullable Ids ids;

  void follow(BeadService beadService, RunService runService) {
    this.beads = beadService;
    this.runs = runService;
  }

  /// From now on projects with open work are closed by decision.
  void follow(DecisionService decisionService, ProjectService projectService, Ids idsOfDecisions) {
    this.projects = projectService;
    this.ids = idsOfDecisions;
    this.decisions = decisionService;
    decisionService.follow(this::decided);
  }

  void follow(Mirrors worktrees) {
    this.mirrors = worktrees;
  }

  @Override
  public long openBeads(Handle queries, String projectId) {
    var service = beads;
    return service == null ? 0 : service.countOpen(queries, projectId);
  }

  @Override
  public long openRuns(Handle queries, String projectId) {
    var service = runs;
    return service == null ? 0 : service.countOpen(queries, projectId);
  }

  @Override
  public void abandon(Handle transaction, String actor, String projectId) {
    var service = runs;
    if (service != null) {
      service.stopAll(transaction, actor, projectId);
    }
  }

  @Override
  public DecisionView askToClose(Handle transaction, Actor actor, Project project, long openBeads) {
    var service = Objects.requireNonNull(decisions);
    return DecisionViews.view(
        service
            .findOpen(transaction, project.id(), CLOSE)
            .orElseGet(() -> service.ask(transaction, actor, question(project, openBeads, actor))));
  }

  private NewDecision question(Project project, long openBeads, Actor actor) {
    return new NewDecision(
        DecisionService.OWN_CLOSE_PREFIX + Objects.requireNonNull(ids).next(),
        project.id(),
        null,
        null,
        CLOSE,
        "Project %s has %d beads that are not closed. Close it all the same?"
            .formatted(project.name(), openBeads),
        List.of("yes", "no"),
        "no",
        actor.userId() == null ? "system" : actor.userId(),
        1);
  }

  /// Whoever answers is held to his reach by the question; the answer is carried out as said.
  private void decided(Handle transaction, Actor actor, Decision decision) {
    var service = projects;
    var answer = decision.answer();
    if (service != null
        && answer != null
        && decision.kind().equals(CLOSE)
        && decision.id().startsWith(DecisionService.OWN_CLOSE_PREFIX)
        && answer.decision().equals("yes")) {
      service.closeAnyway(transaction, actor, decision.projectId());
    }
  }

  @Override
  public String workDir(String projectId) {
    var there = mirrors;
    return there == null ? "" : there.worktree(projectId).toString();
  }
}
