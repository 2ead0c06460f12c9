package io.loom.server;

import io.loom.server.bead.BeadFeature;
import io.loom.server.bead.HoldReasons;
import io.loom.server.decision.DecisionFeature;
import io.loom.server.forge.Forges;
import io.loom.server.merge.MergeFeature;
import io.loom.server.pullrequest.PullRequestFeature;
import io.loom.server.run.RunConfig;
import io.loom.server.run.RunFeature;
import java.util.List;

/// The work, and how it goes from a bead to a merged commit.
public record WorkFeatures(
    BeadFeature beads,
    DecisionFeature decisions,
    PullRequestFeature pullRequests,
    MergeFeature merges,
    RunFeature runs) {
  /// @param forges where pull requests are
  /// @param reasons why a bead is not worked on, as dispatch knows them
  public static WorkFeatures create(
      Basis basis, ProjectFeatures projects, Forges forges, HoldReasons reasons, RunConfig config) {
    var database = basis.database();
    var log = basis.log();
    var clock = basis.clock();
    var beads = BeadFeature.create(database, log, clock, basis.ids(), reasons);
    var decisions =
        DecisionFeature.create(
            database, projects.projects().service(), beads.service(), log, clock, basis.ids());
    var pullRequests =
        PullRequestFeature.create(
            database, projects.projects().service(), beads.service(), forges, log, clock);
    var merges = MergeFeature.create(database, pullRequests.service(), log, clock);
    var runs =
        RunFeature.create(
            database,
            beads.service(),
            projects.agents().service(),
            merges.service(),
            log,
            clock,
            config);
    projects
        .projects()
        .milestones()
        .follow((transaction, gone) ->
            beads.service().leaveMilestone(transaction, gone.projectId(), gone.id()));
    return new WorkFeatures(beads, decisions, pullRequests, merges, runs);
  }

  public List<Object> resources() {
    return List.of(
        beads.resource(),
        beads.graphResource(),
        beads.transferResource(),
        decisions.resource(),
        pullRequests.resource(),
        pullRequests.projectResource(),
        runs.resource());
  }
}
