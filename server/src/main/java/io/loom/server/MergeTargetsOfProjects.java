package io.loom.server;

import io.loom.server.gate.ProjectSettings;
import io.loom.server.git.GitException;
import io.loom.server.git.Remotes;
import io.loom.server.merge.MergeTarget;
import io.loom.server.merge.MergeTargets;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;

/// The projects as the merge queue needs them.
record MergeTargetsOfProjects(ProjectService projects, Remotes remotes) implements MergeTargets {
  @Override
  public MergeTarget of(String projectId) throws GitException {
    var project =
        projects
            .find(Actor.SYSTEM, projectId)
            .orElseThrow(() -> new GitException("The project %s is gone.".formatted(projectId)));
    return new MergeTarget(
        remotes.of(projectId),
        project.beadsPath(),
        ProjectSettings.commands(project),
        ProjectSettings.egress(project));
  }
}
