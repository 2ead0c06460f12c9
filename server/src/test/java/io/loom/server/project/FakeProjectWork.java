package io.loom.server.project;

import io.loom.api.DecisionView;
import io.loom.ground.http.Json;
import io.loom.server.reach.Actor;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// As much work as a test says.
public final class FakeProjectWork implements ProjectWork {
  volatile long openBeads;
  volatile long openRuns;
  final List<String> asked = new ArrayList<>();
  final List<String> abandoned = new ArrayList<>();

  @Override
  public long openBeads(Handle queries, String projectId) {
    return openBeads;
  }

  @Override
  public long openRuns(Handle queries, String projectId) {
    return openRuns;
  }

  @Override
  public void abandon(Handle transaction, String actor, String projectId) {
    abandoned.add(projectId);
  }

  @Override
  public DecisionView askToClose(Handle transaction, Actor actor, Project project, long beads) {
    asked.add(project.id());
    return Json.read(
        "{\"id\":\"close-1\",\"question\":\"Close %s?\"}".formatted(project.id()),
        DecisionView.class);
  }

  @Override
  public String workDir(String projectId) {
    return "/worktrees/" + projectId;
  }
}
