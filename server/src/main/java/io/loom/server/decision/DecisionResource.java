package io.loom.server.decision;

import io.loom.api.CreateDecisionRequest;
import io.loom.api.DecideRequest;
import io.loom.api.DecisionView;
import io.loom.base.Ids;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The HTTP face of decisions.
@Path("/api/v1/decisions")
@Produces("application/json")
@Consumes("application/json")
public final class DecisionResource {
  private static final int NORMAL_PRIORITY = 2;

  private final DecisionService decisions;
  private final ProjectService projects;
  private final Ids ids;

  DecisionResource(DecisionService decisions, ProjectService projects, Ids ids) {
    this.decisions = decisions;
    this.projects = projects;
    this.ids = ids;
  }

  @GET
  @Permission("decisions:read")
  public List<DecisionView> list(
      @QueryParam("status") @DefaultValue("") String status,
      @QueryParam("priority") @DefaultValue("") String priority) {
    if (!Set.of("", "open", "closed").contains(status)) {
      throw Invalid.field("status", "status is open or closed.");
    }
    if (!priority.isEmpty() && !priority.matches("[0-4]")) {
      throw Invalid.field("priority", "priority is between 0 and 4.");
    }
    int wanted = priority.isEmpty() ? -1 : Integer.parseInt(priority);
    return decisions.list(Actor.current(), status, wanted).stream()
        .map(DecisionViews::view)
        .toList();
  }

  @POST
  @Permission("decisions:write")
  @Answer(status = 201, value = DecisionView.class)
  public Response create(@Nullable CreateDecisionRequest request) {
    var body = require(request);
    var caller = Caller.current();
    return switch (decisions.ask(caller, toNew(body, caller))) {
      case AskResult.Asked(var decision) ->
          Response.status(201).entity(DecisionViews.view(decision)).build();
      case AskResult.IdTaken(var id) -> throw DecisionProblems.idTaken(id);
      case AskResult.NoSuchProject(var project) ->
          throw Invalid.field("project_id", "There is no project %s.".formatted(project));
      case AskResult.NoSuchBead(var bead) ->
          throw Invalid.field("bead_id", "There is no bead %s.".formatted(bead));
    };
  }

  private NewDecision toNew(CreateDecisionRequest request, Caller caller) {
    var project = text(request.projectId());
    var priority = request.priority() == null ? NORMAL_PRIORITY : request.priority();
    var options = request.options() == null ? List.<String>of() : request.options();
    check(request, project, priority, options);
    return new NewDecision(
        text(request.id()).isEmpty() ? ids.next() : text(request.id()),
        project,
        text(request.beadId()).isEmpty() ? orNull(request.parent()) : orNull(request.beadId()),
        null,
        "question",
        text(request.question()),
        options,
        text(request.recommendation()),
        caller.id(),
        priority);
  }

  private void check(
      CreateDecisionRequest request, String project, int priority, List<String> options) {
    var invalid = new Invalid();
    invalid.require("project_id", project).require("question", request.question());
    if (!project.isEmpty() && projects.find(Actor.current(), project).isEmpty()) {
      invalid.add("project_id", "There is no project %s.".formatted(project));
    }
    if (priority < 0 || priority > 4) {
      invalid.add("priority", "priority is between 0 and 4.");
    }
    if (options.stream().anyMatch(option -> text(option).isEmpty())
        || options.stream().distinct().count() < options.size()) {
      invalid.add("options", "The options are different and none is empty.");
    }
    invalid.check();
  }

  @GET
  @Path("/{id}")
  @Permission("decisions:read")
  public DecisionView get(@PathParam("id") String id) {
    return decisions
        .find(Actor.current(), id)
        .map(DecisionViews::view)
        .orElseThrow(() -> DecisionProblems.notFound(id));
  }

  @POST
  @Path("/{id}/decide")
  @Permission("decisions:write")
  public Map<String, Object> decide(@PathParam("id") String id, @Nullable DecideRequest request) {
    var body = require(request);
    var caller = Caller.current();
    var decision = text(body.decision());
    var result =
        decisions.decide(
            Actor.of(caller), decider(body, caller), id, decision, text(body.rationale()));
    return switch (result) {
      case DecideResult.Decided(var now) ->
          Map.of("status", "decided", "decision", DecisionViews.view(now));
      case DecideResult.AlreadyDecided(var answer) ->
          throw DecisionProblems.alreadyDecided(id, answer);
      case DecideResult.NotAnOption(var options) ->
          throw DecisionProblems.notAnOption(decision, options);
      case DecideResult.NoSuchDecision() -> throw DecisionProblems.notFound(id);
    };
  }

  /// Only who administers decisions may answer in another's name.
  private static String decider(DecideRequest request, Caller caller) {
    var decider = text(request.deciderId());
    if (decider.isEmpty() || decider.equals(caller.id())) {
      return caller.id();
    }
    if (!caller.may("decisions:admin")) {
      throw HttpProblems.FORBIDDEN.because(
          "You need the permission decisions:admin to answer in the name of another.",
          Map.of("permission", "decisions:admin"));
    }
    return decider;
  }

  private static <T> T require(@Nullable T body) {
    if (body == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    return body;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }

  private static @Nullable String orNull(@Nullable String value) {
    return text(value).isEmpty() ? null : text(value);
  }
}
