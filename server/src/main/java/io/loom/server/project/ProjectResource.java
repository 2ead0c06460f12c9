package io.loom.server.project;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.loom.api.AssignAgentRequest;
import io.loom.api.CloseDecisionView;
import io.loom.api.CreateProjectRequest;
import io.loom.api.ProjectCommentRequest;
import io.loom.api.ProjectCommentView;
import io.loom.api.ProjectStateView;
import io.loom.api.ProjectView;
import io.loom.api.UpdateProjectRequest;
import io.loom.base.ProblemException;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.agent.Agent;
import io.loom.server.agent.AgentChange;
import io.loom.server.agent.AgentService;
import io.loom.server.milestone.MilestoneService;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The HTTP face of projects.
@Path("/api/v1/projects")
@Produces("application/json")
@Consumes("application/json")
public final class ProjectResource {
  private final ProjectService projects;
  private final ProjectCommentService comments;
  private final AgentService agents;
  private final MilestoneService milestones;

  ProjectResource(
      ProjectService projects,
      ProjectCommentService comments,
      AgentService agents,
      MilestoneService milestones) {
    this.projects = projects;
    this.comments = comments;
    this.agents = agents;
    this.milestones = milestones;
  }

  @GET
  @Permission("projects:read")
  public List<ProjectView> list() {
    var actor = Actor.current();
    var said = comments.list(actor).stream().collect(groupingBy(ProjectComment::projectId));
    var members =
        agents.list(actor).stream()
            .filter(agent -> agent.projectId() != null)
            .collect(groupingBy(Agent::projectId, mapping(Agent::id, toList())));
    var dates = milestones.all(actor);
    return projects.list(actor).stream()
        .map(project ->
            ProjectViews.view(
                project,
                said.getOrDefault(project.id(), List.of()),
                members.getOrDefault(project.id(), List.of()),
                dates.getOrDefault(project.id(), List.of()),
                projects.workDir(project.id())))
        .toList();
  }

  @POST
  @Permission("projects:write")
  @Answer(status = 201, value = ProjectView.class)
  public Response create(@Nullable CreateProjectRequest request) {
    var body = ProjectBodies.require(request);
    var wanted = ProjectBodies.toNew(body);
    var actor = Actor.current();
    return switch (projects.create(actor, wanted, OptionBodies.milestones(body))) {
      case CreateResult.Created(var project) ->
          Response.status(201).entity(view(project, actor.withProject(project.id()))).build();
      case CreateResult.IdTaken(var id) -> throw ProjectProblems.idTaken(id);
      case CreateResult.NoSuchParent(var id) -> throw noSuchParent(id);
    };
  }

  @GET
  @Path("/{id}")
  @Permission("projects:read")
  public ProjectView get(@PathParam("id") String id) {
    return view(find(id));
  }

  @PUT
  @Path("/{id}")
  @Permission("projects:write")
  public ProjectView update(@PathParam("id") String id, @Nullable UpdateProjectRequest request) {
    var body = ProjectBodies.require(request);
    var update = ProjectBodies.toUpdate(body);
    var status = ProjectBodies.text(body.status());
    if (!status.isEmpty() && !status.equals(find(id).status().wireName())) {
      throw ProjectProblems.statusRoute(id);
    }
    return view(changed(id, projects.update(Actor.current(), id, update)));
  }

  @DELETE
  @Path("/{id}")
  @Permission(value = "projects:delete", orMaker = "projects:write")
  public void delete(@PathParam("id") String id, @QueryParam("force") @Nullable String force) {
    var caller = Caller.current();
    // `?force` alone means yes, as in the reference.
    boolean forced = force != null && !force.equals("false") && !force.equals("0");
    changed(id, forced ? projects.deleteByForce(caller, id) : projects.delete(caller, id));
  }

  @POST
  @Path("/{id}/close")
  @Permission("projects:write")
  @Answer(ProjectView.class)
  @Answer(status = 202, value = CloseDecisionView.class)
  public Response close(@PathParam("id") String id, @Nullable ProjectCommentRequest request) {
    var change = comments.close(Actor.current(), id, author(request), text(request));
    if (change instanceof ProjectChange.DecisionRequired(_, var beads, var decision)) {
      var message =
          "Project %s has %d beads that are not closed. Decide whether to close it all the same."
              .formatted(id, beads);
      return Response.status(202)
          .entity(new CloseDecisionView("decision_required", message, decision))
          .build();
    }
    return Response.ok(view(changed(id, change))).build();
  }

  @POST
  @Path("/{id}/reopen")
  @Permission("projects:write")
  public ProjectView reopen(@PathParam("id") String id, @Nullable ProjectCommentRequest request) {
    return view(changed(id, comments.reopen(Actor.current(), id, author(request), text(request))));
  }

  @GET
  @Path("/{id}/comments")
  @Permission("projects:read")
  public List<ProjectCommentView> comments(@PathParam("id") String id) {
    return comments.list(Actor.current(), find(id).id()).stream().map(ProjectViews::view).toList();
  }

  @POST
  @Path("/{id}/comments")
  @Permission("projects:write")
  @Answer(status = 201, value = ProjectCommentView.class)
  public Response comment(@PathParam("id") String id, @Nullable ProjectCommentRequest request) {
    new Invalid().require("comment", text(request)).check();
    var comment = comments.add(Actor.current(), id, author(request), text(request));
    return Response.status(201)
        .entity(comment.map(ProjectViews::view).orElseThrow(() -> ProjectProblems.notFound(id)))
        .build();
  }

  @GET
  @Path("/{id}/state")
  @Permission("projects:read")
  public ProjectStateView state(@PathParam("id") String id) {
    var actor = Actor.current();
    var project = find(id);
    return ProjectViews.state(
        project, projects.openBeads(actor, id), comments.list(actor, id).size());
  }

  @POST
  @Path("/{id}/agents")
  @Permission("projects:write")
  public ProjectView assign(@PathParam("id") String id, @Nullable AssignAgentRequest request) {
    var body = ProjectBodies.require(request);
    new Invalid().require("agent_id", body.agentId()).check();
    var agent = ProjectBodies.text(body.agentId());
    var action = body.action() == null ? "assign" : body.action();
    find(id);
    var actor = Actor.current();
    var change =
        switch (action) {
          case "assign" -> agents.assign(actor, agent, id);
          case "unassign" -> agents.unassign(actor, agent, id);
          default -> throw Invalid.field("action", "action is assign or unassign.");
        };
    requireDone(change, agent, id);
    return view(find(id));
  }

  private static void requireDone(AgentChange change, String agent, String projectId) {
    switch (change) {
      case AgentChange.Changed _ -> {}
      case AgentChange.Busy(var busy) -> throw ProjectProblems.agentBusy(busy);
      case AgentChange.NotInProject _ ->
          throw Invalid.field(
              "agent_id", "Agent %s is not in project %s.".formatted(agent, projectId));
      case AgentChange.NoSuchAgent _, AgentChange.NoSuchPersona _, AgentChange.NotMaker _ ->
          throw Invalid.field("agent_id", "There is no agent %s.".formatted(agent));
      case AgentChange.NoSuchProject(var project) -> throw ProjectProblems.notFound(project);
    }
  }

  private Project find(String id) {
    return projects.find(Actor.current(), id).orElseThrow(() -> ProjectProblems.notFound(id));
  }

  private static Project changed(String id, ProjectChange change) {
    return switch (change) {
      case ProjectChange.Changed(var project) -> project;
      case ProjectChange.NoSuchProject() -> throw ProjectProblems.notFound(id);
      case ProjectChange.NotMaker() -> throw ProjectProblems.notMaker();
      case ProjectChange.Perpetual() -> throw ProjectProblems.perpetual(id);
      case ProjectChange.WrongStatus(var status) -> throw ProjectProblems.wrongStatus(id, status);
      case ProjectChange.DecisionRequired(var project, _, _) -> project;
      case ProjectChange.NoSuchParent(var parent) -> throw noSuchParent(parent);
      case ProjectChange.NotEmpty(var things) -> throw ProjectProblems.notEmpty(id, things);
      case ProjectChange.OpenRuns(var runs) -> throw ProjectProblems.openRuns(id, runs);
    };
  }

  private static ProblemException noSuchParent(String id) {
    return Invalid.field(
        "parent_id", "There is no project %s that this one could be a part of.".formatted(id));
  }

  private ProjectView view(Project project) {
    return view(project, Actor.current());
  }

  private ProjectView view(Project project, Actor actor) {
    return ProjectViews.view(
        project,
        comments.list(actor, project.id()),
        agents.list(actor, project.id()).stream().map(Agent::id).toList(),
        milestones.list(actor, project.id()),
        projects.workDir(project.id()));
  }

  private static String text(@Nullable ProjectCommentRequest request) {
    return request == null ? "" : ProjectBodies.text(request.comment());
  }

  /// Only who administers projects may speak in another's name.
  private static String author(@Nullable ProjectCommentRequest request) {
    var author = request == null ? "" : ProjectBodies.text(request.authorId());
    var caller = Caller.current();
    if (author.isEmpty() || author.equals(caller.id())) {
      return caller.id();
    }
    if (!caller.may("projects:admin")) {
      throw ProjectProblems.notYourself();
    }
    return author;
  }
}
