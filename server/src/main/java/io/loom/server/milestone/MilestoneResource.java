package io.loom.server.milestone;

import io.loom.api.MilestoneRequest;
import io.loom.api.MilestoneView;
import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.Answer;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The HTTP face of milestones.
@Path("/api/v1/projects/{id}/milestones")
@Produces("application/json")
@Consumes("application/json")
public final class MilestoneResource {
  private static final ProblemType NOT_FOUND =
      new ProblemType("milestone-not-found", 404, "No such milestone");

  private final MilestoneService milestones;

  public MilestoneResource(MilestoneService milestones) {
    this.milestones = milestones;
  }

  @GET
  @Permission("projects:read")
  public List<MilestoneView> list(@PathParam("id") String id) {
    var actor = Actor.current();
    if (!milestones.hasProject(actor, id)) {
      throw noProject(id);
    }
    return milestones.list(actor, id).stream().map(MilestoneViews::view).toList();
  }

  @POST
  @Permission("projects:write")
  @Answer(status = 201, value = MilestoneView.class)
  public Response create(@PathParam("id") String id, @Nullable MilestoneRequest request) {
    var body = checked(request, true);
    var made = milestones.create(Actor.current(), id, body).orElseThrow(() -> noProject(id));
    return Response.status(201).entity(MilestoneViews.view(made)).build();
  }

  @GET
  @Path("/{milestone}")
  @Permission("projects:read")
  public MilestoneView get(@PathParam("id") String id, @PathParam("milestone") String milestone) {
    return milestones
        .find(Actor.current(), id, milestone)
        .map(MilestoneViews::view)
        .orElseThrow(() -> notFound(milestone));
  }

  /// Changes what is given, as PATCH does: nothing of a milestone is left out by mistake.
  @PUT
  @Path("/{milestone}")
  @Permission("projects:write")
  public MilestoneView put(
      @PathParam("id") String id,
      @PathParam("milestone") String milestone,
      @Nullable MilestoneRequest request) {
    return patch(id, milestone, request);
  }

  @PATCH
  @Path("/{milestone}")
  @Permission("projects:write")
  public MilestoneView patch(
      @PathParam("id") String id,
      @PathParam("milestone") String milestone,
      @Nullable MilestoneRequest request) {
    var body = checked(request, false);
    return milestones
        .update(Actor.current(), id, milestone, body)
        .map(MilestoneViews::view)
        .orElseThrow(() -> notFound(milestone));
  }

  @DELETE
  @Path("/{milestone}")
  @Permission("projects:write")
  public void delete(@PathParam("id") String id, @PathParam("milestone") String milestone) {
    if (milestones.delete(Actor.current(), id, milestone).isEmpty()) {
      throw notFound(milestone);
    }
  }

  private static MilestoneRequest checked(@Nullable MilestoneRequest request, boolean isNew) {
    if (request == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    var invalid = new Invalid();
    MilestoneEdit.problems(request, isNew).forEach(invalid::add);
    invalid.check();
    return request;
  }

  private static ProblemException notFound(String id) {
    return NOT_FOUND.because("There is no milestone %s.".formatted(id), Map.of());
  }

  private static ProblemException noProject(String id) {
    return NOT_FOUND.because("There is no project %s.".formatted(id), Map.of());
  }
}
