package io.loom.server.bead;

import io.loom.api.BeadPatch;
import io.loom.api.BeadView;
import io.loom.api.ClaimRequest;
import io.loom.api.CommentView;
import io.loom.api.NewBead;
import io.loom.api.NewComment;
import io.loom.api.NewDependency;
import io.loom.api.ReasonRequest;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.ground.http.Reach;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The HTTP face of beads: it reads the request, asks the service, and words the answer.
@Path("/api/v1/beads")
@Produces("application/json")
@Consumes("application/json")
public final class BeadResource {
  private static final int LARGEST_PAGE = 1_000;

  private final BeadService beads;
  private final BeadPages pages;

  BeadResource(BeadService beads, BeadPages pages) {
    this.beads = beads;
    this.pages = pages;
  }

  /// The beads, newest first; with `ready`, those that can be worked on, the most urgent first.
  @GET
  @Permission("beads:read")
  @Answer(value = BeadView.class, form = Answer.Form.LIST)
  public Response list(
      @QueryParam("project_id") @DefaultValue("") String projectId,
      @QueryParam("status") @DefaultValue("") String status,
      @QueryParam("type") @DefaultValue("") String type,
      @QueryParam("assigned_to") @DefaultValue("") String assignedTo,
      @QueryParam("q") @DefaultValue("") String text,
      @QueryParam("ready") @DefaultValue("false") boolean ready,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context UriInfo uri) {
    var assignees = assignedTo.isEmpty() ? List.<String>of() : List.of(assignedTo.split(","));
    var filter = new BeadLists.Filter(reach(), projectId, status, type, assignees, text);
    return list(ready ? BeadPages.Kind.READY : BeadPages.Kind.ALL, filter, limit, cursor, uri);
  }

  @GET
  @Path("/ready")
  @Permission("beads:read")
  @Answer(value = BeadView.class, form = Answer.Form.LIST)
  public Response listReady(
      @QueryParam("project_id") @DefaultValue("") String projectId,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor,
      @Context UriInfo uri) {
    var filter = BeadLists.Filter.ofProject(reach(), projectId);
    return list(BeadPages.Kind.READY, filter, limit, cursor, uri);
  }

  private Response list(
      BeadPages.Kind kind,
      BeadLists.Filter filter,
      @Nullable Integer limit,
      @Nullable String cursor,
      UriInfo uri) {
    if (limit == null && cursor == null) {
      var first = pages.first(kind, filter);
      StreamingOutput whole = out -> pages.write(kind, filter, first, out);
      return Response.ok(whole).build();
    }
    int size = limit == null ? LARGEST_PAGE : limit;
    if (size < 1 || size > LARGEST_PAGE) {
      throw Invalid.field("limit", "limit is between 1 and %d.".formatted(LARGEST_PAGE));
    }
    var page = pages.page(kind, filter, cursor == null ? null : cursor(cursor), size);
    var answer = Response.ok(page.beads());
    var next = page.next();
    if (next != null) {
      var address = uri.getRequestUriBuilder().replaceQueryParam("cursor", next.text()).build();
      answer.header(
          "Link", "<%s?%s>; rel=\"next\"".formatted(address.getRawPath(), address.getRawQuery()));
    }
    return answer.build();
  }

  private static BeadLists.Cursor cursor(String text) {
    try {
      return BeadLists.Cursor.parse(text);
    } catch (IllegalArgumentException _) {
      throw Invalid.field("cursor", "'%s' is not a cursor of this list.".formatted(text));
    }
  }

  @POST
  @Permission("beads:write")
  @Answer(status = 201, value = BeadView.class)
  public Response create(@Nullable NewBead bead) {
    var made = BeadProblems.require(beads.create(Actor.current(), body(bead)));
    return Response.status(201).entity(view(made)).build();
  }

  @GET
  @Path("/{id}")
  @Permission("beads:read")
  public BeadView get(@PathParam("id") String id) {
    return view(require(id));
  }

  @PATCH
  @Path("/{id}")
  @Permission("beads:write")
  public BeadView update(@PathParam("id") String id, @Nullable BeadPatch patch) {
    return view(BeadProblems.require(beads.update(Actor.current(), id, body(patch))));
  }

  @POST
  @Path("/{id}/claim")
  @Permission("beads:write")
  public Map<String, Object> claim(@PathParam("id") String id, @Nullable ClaimRequest request) {
    var agent = body(request).agentId();
    if (agent == null || agent.isBlank()) {
      throw Invalid.field("agent_id", "agent_id is required.");
    }
    var bead = BeadProblems.require(beads.claim(Actor.current(), id, agent), id);
    return Map.of("status", "claimed", "agent_id", agent, "bead", view(bead));
  }

  @POST
  @Path("/{id}/close")
  @Permission("beads:write")
  public BeadView close(@PathParam("id") String id, @Nullable ReasonRequest request) {
    boolean force = request != null && Boolean.TRUE.equals(request.force());
    var guard = force ? BeadService.Guard.FORCED : BeadService.Guard.CHECKED;
    return view(BeadProblems.require(beads.close(Actor.current(), id, reason(request), guard)));
  }

  @POST
  @Path("/{id}/reopen")
  @Permission("beads:write")
  public BeadView reopen(@PathParam("id") String id, @Nullable ReasonRequest request) {
    return view(BeadProblems.require(beads.reopen(Actor.current(), id, reason(request))));
  }

  @POST
  @Path("/{id}/redispatch")
  @Permission("beads:write")
  public BeadView redispatch(@PathParam("id") String id, @Nullable ReasonRequest request) {
    return view(BeadProblems.require(beads.redispatch(Actor.current(), id, reason(request))));
  }

  @GET
  @Path("/{id}/comments")
  @Permission("beads:read")
  public List<CommentView> comments(@PathParam("id") String id) {
    return BeadViews.comments(require(id));
  }

  @POST
  @Path("/{id}/comments")
  @Permission("beads:write")
  @Answer(status = 201, value = CommentView.class)
  public Response comment(@PathParam("id") String id, @Nullable NewComment comment) {
    var text = BeadEdits.orEmpty(body(comment).content());
    var bead = BeadProblems.require(beads.comment(Actor.current(), id, text));
    return Response.status(201).entity(BeadViews.comments(bead).getLast()).build();
  }

  @POST
  @Path("/{id}/dependencies")
  @Permission("beads:write")
  @Answer(status = 201, value = BeadView.class)
  public Response addDependency(@PathParam("id") String id, @Nullable NewDependency dependency) {
    var target = body(dependency).dependsOn();
    if (target == null || target.isBlank()) {
      throw Invalid.field("depends_on", "depends_on is required.");
    }
    var wanted = BeadEdits.wanted(body(dependency));
    var result = beads.addDependency(Actor.current(), id, wanted);
    return Response.status(201).entity(view(BeadProblems.require(result))).build();
  }

  /// @param type empty for all edges to that bead
  @DELETE
  @Path("/{id}/dependencies")
  @Permission("beads:write")
  public BeadView removeDependency(
      @PathParam("id") String id,
      @QueryParam("depends_on") @DefaultValue("") String target,
      @QueryParam("type") @DefaultValue("") String type) {
    if (target.isEmpty()) {
      throw Invalid.field("depends_on", "depends_on is required.");
    }
    return view(BeadProblems.require(beads.removeDependency(Actor.current(), id, target, type)));
  }

  private Bead require(String id) {
    return beads.find(Actor.current(), id).orElseThrow(() -> BeadProblems.notFound(id));
  }

  private BeadView view(Bead bead) {
    return pages.show(reach(), bead);
  }

  private static Reach reach() {
    return Caller.current().reach();
  }

  private static <T> T body(@Nullable T body) {
    if (body == null) {
      throw Invalid.field("", "A JSON object is required.");
    }
    return body;
  }

  private static String reason(@Nullable ReasonRequest request) {
    return request == null ? "" : BeadEdits.orEmpty(request.reason());
  }
}
