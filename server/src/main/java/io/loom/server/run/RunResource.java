package io.loom.server.run;

import io.loom.api.NudgeRequest;
import io.loom.api.RunStepView;
import io.loom.api.RunView;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The HTTP face of runs.
@Path("/api/v1/runs")
@Produces("application/json")
@Consumes("application/json")
public final class RunResource {
  private static final int MOST = 1_000;
  private static final int LONGEST_NUDGE = 20_000;

  private final RunControl runs;

  RunResource(RunControl runs) {
    this.runs = runs;
  }

  @GET
  @Permission("beads:read")
  public List<RunView> list(
      @QueryParam("bead_id") @DefaultValue("") String beadId,
      @QueryParam("project_id") @DefaultValue("") String projectId,
      @QueryParam("open") @DefaultValue("false") boolean open,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit < 1 || limit > MOST) {
      throw Invalid.field("limit", "limit is between 1 and %d.".formatted(MOST));
    }
    return runs.list(Actor.current(), beadId, projectId, open, limit).stream()
        .map(RunViews::view)
        .toList();
  }

  @GET
  @Path("/{id}")
  @Permission("beads:read")
  public RunView get(@PathParam("id") String id) {
    return RunViews.view(find(id));
  }

  /// @param after only steps after this number
  @GET
  @Path("/{id}/steps")
  @Permission("beads:read")
  public List<RunStepView> steps(
      @PathParam("id") String id, @QueryParam("after") @DefaultValue("0") int after) {
    var run = find(id);
    return runs.steps(Actor.current(), run.id()).stream()
        .filter(step -> step.n() > after)
        .map(step -> RunViews.view(run, step))
        .toList();
  }

  @POST
  @Path("/{id}/pause")
  @Permission("beads:write")
  public RunView pause(@PathParam("id") String id) {
    return answer(id, runs.pause(Actor.current(), id));
  }

  @POST
  @Path("/{id}/resume")
  @Permission("beads:write")
  public RunView resume(@PathParam("id") String id) {
    return answer(id, runs.resume(Actor.current(), id));
  }

  @POST
  @Path("/{id}/stop")
  @Permission("beads:write")
  public RunView stop(@PathParam("id") String id) {
    return answer(id, runs.stop(Actor.current(), id));
  }

  @POST
  @Path("/{id}/nudge")
  @Permission("beads:write")
  public RunView nudge(@PathParam("id") String id, @Nullable NudgeRequest request) {
    var text = request == null ? null : request.text();
    new Invalid().require("text", text).check();
    if (text != null && text.length() > LONGEST_NUDGE) {
      throw Invalid.field("text", "text is at most %d characters.".formatted(LONGEST_NUDGE));
    }
    return answer(id, runs.nudge(Actor.current(), id, Objects.requireNonNull(text)));
  }

  private RunView answer(String id, RunControl.Directed directed) {
    return switch (directed) {
      case DONE -> RunViews.view(find(id));
      case NO_SUCH_RUN -> throw noSuchRun(id);
      case ALREADY_ENDED ->
          throw RunProblems.ENDED.because("Run %s has ended.".formatted(id), Map.of());
      case NOT_NOW ->
          throw RunProblems.NOT_PAUSED.because("Run %s is not paused.".formatted(id), Map.of());
    };
  }

  private Run find(String id) {
    return runs.find(Actor.current(), id).orElseThrow(() -> noSuchRun(id));
  }

  private static RuntimeException noSuchRun(String id) {
    return HttpProblems.NOT_FOUND.because("There is no run %s.".formatted(id), Map.of());
  }
}
