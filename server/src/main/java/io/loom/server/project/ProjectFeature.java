package io.loom.server.project;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.agent.AgentService;
import io.loom.server.event.EventLog;
import io.loom.server.milestone.MilestoneResource;
import io.loom.server.milestone.MilestoneService;
import java.time.InstantSource;
import java.util.List;

/// The project feature, put together.
public record ProjectFeature(
    ProjectService service,
    ProjectCommentService comments,
    ProjectResource resource,
    MilestoneService milestones,
    MilestoneResource milestoneResource,
    OrgChartResource orgChartResource) {
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
    var milestones = new MilestoneService(database, events, clock, ids);
    var service =
        new ProjectService(database, projects, agents, milestones, work, events, clock, roles);
    var comments =
        new ProjectCommentService(
            database, projects, new ProjectCommentRepository(), service, events, clock, ids);
    return new ProjectFeature(
        service,
        comments,
        new ProjectResource(service, comments, agents, milestones),
        milestones,
        new MilestoneResource(milestones),
        new OrgChartResource(service, agents));
  }
}
