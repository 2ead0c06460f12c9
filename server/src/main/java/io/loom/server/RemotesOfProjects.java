package io.loom.server;

import io.loom.server.git.GitException;
import io.loom.server.git.Remote;
import io.loom.server.git.Remotes;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;

/// The repositories of projects as their settings name them.
record RemotesOfProjects(ProjectService projects) implements Remotes {
  @Override
  public Remote of(String projectId) throws GitException {
    return projects
        .find(Actor.SYSTEM, projectId)
        .map(project -> Remote.open(project.gitRepo()))
        .orElseThrow(() -> new GitException("The project %s is gone.".formatted(projectId)));
  }
}
