package io.loom.server.sync;

import io.loom.api.ReadinessIssueView;
import io.loom.api.ReadinessView;
import io.loom.base.ProblemType;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Permission;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ReadinessIssue;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;

/// The HTTP face of looks at repositories.
@Path("/api/v1/projects")
@Produces("application/json")
@Consumes("application/json")
public final class SyncResource {
  private static final ProblemType NO_PROJECT =
      new ProblemType("project-not-found", 404, "No such project");

  /// After so long the look goes on without the one who asked for it.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ProjectService projects;
  private final ProjectLook looks;

  SyncResource(ProjectService projects, ProjectLook looks) {
    this.projects = projects;
    this.looks = looks;
  }

  /// With status 202 the look is still under way, and the answer is what was known before.
  @POST
  @Path("/{id}/check")
  @Permission("projects:write")
  @Answer(ReadinessView.class)
  @Answer(status = 202, value = ReadinessView.class)
  public Response check(@PathParam("id") String id) {
    var project = find(id);
    boolean isDone = project.isOpen() && look(project);
    return Response.status(isDone || !project.isOpen() ? 200 : 202).entity(view(find(id))).build();
  }

  private boolean look(Project project) {
    try {
      return looks.look(project, PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Project find(String id) {
    return projects
        .find(Actor.current(), id)
        .orElseThrow(() -> NO_PROJECT.because("There is no project %s.".formatted(id), Map.of()));
  }

  private static ReadinessView view(Project project) {
    var readiness = project.readiness();
    return new ReadinessView(
        project.id(),
        readiness.ready(),
        readiness.issues().stream().map(ReadinessIssue::message).toList(),
        readiness.issues().stream()
            .map(issue ->
                new ReadinessIssueView(
                    issue.code(), issue.message(), issue.remedy(), issue.blocking()))
            .toList(),
        readiness.checkedAt());
  }
}
