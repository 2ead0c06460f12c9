package io.loom.server.pullrequest;

import io.loom.api.PullRequestView;
import io.loom.ground.http.Permission;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/// A project's pull requests.
@Path("/api/v1/projects/{project}/pull-requests")
@Produces("application/json")
public final class ProjectPullRequestsResource {
  private final PullRequestControl pulls;

  ProjectPullRequestsResource(PullRequestControl pulls) {
    this.pulls = pulls;
  }

  /// @param open only those that have not ended
  @GET
  @Permission("projects:read")
  public List<PullRequestView> list(
      @PathParam("project") String projectId,
      @QueryParam("open") @DefaultValue("false") boolean open,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    return PullRequestResource.ofProject(pulls, projectId, open, limit);
  }
}
