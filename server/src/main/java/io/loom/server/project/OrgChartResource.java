package io.loom.server.project;

import io.loom.api.OrgChartView;
import io.loom.ground.http.Permission;
import io.loom.server.agent.AgentService;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/// The HTTP face of org charts: who sits where in a project, and which seats are free.
@Path("/api/v1/org-charts")
@Produces("application/json")
@Consumes("application/json")
public final class OrgChartResource {
  private final ProjectService projects;
  private final AgentService agents;

  OrgChartResource(ProjectService projects, AgentService agents) {
    this.projects = projects;
    this.agents = agents;
  }

  @GET
  @Path("/{projectId}")
  @Permission("projects:read")
  public OrgChartView get(@PathParam("projectId") String projectId) {
    var actor = Actor.current();
    var project =
        projects.find(actor, projectId).orElseThrow(() -> ProjectProblems.notFound(projectId));
    return OrgChart.of(project, agents.list(actor, projectId));
  }
}
