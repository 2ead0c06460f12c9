package io.loom.server.project;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.agent.AgentService;
import io.loom.server.event.EventLog;
import java.time.InstantSource;
import java.util.List;

/// The project feature, put together.
public record ProjectFeature(
    ProjectService service, ProjectCommentService comments, ProjectResource resource) {
  /// @param roles of the agents that a new project gets; empty means all
  /// @param work what a project has to do, as the features above know it
  public static ProjectFeature create(
      Database database,
      AgentService agents,
      ProjectWork work,
      EventLog events,
      InstantSource clock,
      Ids ids,
      List<String> roles) {
    var projects = new ProjectRepository(database.dialect());
    var service = new ProjectService(database, projects, agents, work, events, clock, roles);
    var comments =
        new ProjectCommentService(
            database, projects, new ProjectCommentRepository(), service, events, clock, ids);
    return new ProjectFeature(service, comments, new ProjectResource(service, comments, agents));
  }
}
