package io.loom.server.agent;

import io.loom.api.AgentView;
import io.loom.api.CloneAgentRequest;
import io.loom.api.CreateAgentRequest;
import io.loom.api.UpdateAgentRequest;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.agent.AgentChange.Busy;
import io.loom.server.agent.AgentChange.Changed;
import io.loom.server.agent.AgentChange.NoSuchAgent;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The HTTP face of agents.
@Path("/api/v1/agents")
@Produces("application/json")
@Consumes("application/json")
public final class AgentResource {
  private final AgentService agents;
  private final PersonaLibrary personas;

  AgentResource(AgentService agents, PersonaLibrary personas) {
    this.agents = agents;
    this.personas = personas;
  }

  @GET
  @Permission("agents:read")
  public List<AgentView> list(@QueryParam("project_id") @DefaultValue("") String projectId) {
    var played = personas.list().stream().collect(Collectors.toMap(Persona::name, it -> it));
    var actor = Actor.current();
    var found = projectId.isEmpty() ? agents.list(actor) : agents.list(actor, projectId);
    return found.stream()
        .map(agent -> PersonaViews.view(agent, played.get(agent.personaName())))
        .toList();
  }

  @POST
  @Permission("agents:write")
  @Answer(status = 201, value = AgentView.class)
  public Response create(@Nullable CreateAgentRequest request) {
    var body = Bodies.require(request);
    new Invalid()
        .require("persona_name", body.personaName())
        .require("project_id", body.projectId())
        .check();
    checkName(body.name());
    var wanted =
        new NewAgent(
            Bodies.text(body.name()),
            Bodies.text(body.personaName()),
            Bodies.textOrNull(body.role()),
            body.projectId(),
            Bodies.textOrNull(body.providerId()));
    return switch (agents.spawn(Actor.current(), wanted)) {
      case SpawnResult.Spawned(var agent) -> Response.status(201).entity(view(agent)).build();
      case SpawnResult.NoSuchPersona(var name) -> throw noSuchPersona(name);
      case SpawnResult.NoSuchProject(var id) ->
          throw Invalid.field("project_id", "There is no project %s.".formatted(id));
    };
  }

  @GET
  @Path("/{id}")
  @Permission("agents:read")
  public AgentView get(@PathParam("id") String id) {
    return agents
        .find(Actor.current(), id)
        .map(this::view)
        .orElseThrow(() -> AgentProblems.notFound(id));
  }

  @PUT
  @Path("/{id}")
  @Permission("agents:write")
  public AgentView update(@PathParam("id") String id, @Nullable UpdateAgentRequest request) {
    var body = Bodies.require(request);
    if (body.persona() != null) {
      throw Invalid.field(
          "persona",
          "A persona's text is changed at PUT /api/v1/personas/{namespace}/{name}; give"
              + " persona_name to have the agent play another one.");
    }
    checkName(body.name());
    var update = new AgentUpdate(body.name(), body.personaName(), body.providerId());
    return view(changed(id, agents.update(Actor.current(), id, update)));
  }

  /// Makes an agent that plays a copy of the other one's persona, kept for the project.
  @POST
  @Path("/{id}/clone")
  @Permission("agents:write")
  @Answer(status = 201, value = AgentView.class)
  public Response clone(@PathParam("id") String id, @Nullable CloneAgentRequest request) {
    var body = Bodies.require(request);
    var persona = Bodies.text(body.newPersonaName());
    if (!PersonaFile.NAME.matcher(persona).matches()) {
      throw Invalid.field(
          "new_persona_name",
          "new_persona_name is 1 to 64 lower case letters, digits and hyphens.");
    }
    checkName(body.newAgentName());
    var wanted =
        new AgentCopy(
            persona,
            Bodies.text(body.sourcePersona()),
            Bodies.text(body.newAgentName()),
            !Boolean.FALSE.equals(body.replace()));
    return switch (agents.clone(Caller.current(), id, wanted)) {
      case CloneResult.Cloned(var agent) -> Response.status(201).entity(view(agent)).build();
      case CloneResult.NoSuchAgent() -> throw AgentProblems.notFound(id);
      case CloneResult.Busy(var agent) -> throw AgentProblems.busy(agent);
      case CloneResult.NotMaker() -> throw AgentProblems.notMaker();
      case CloneResult.PersonaTaken(var name) -> throw AgentProblems.personaTaken(name);
      case CloneResult.NoSuchPersona(var name) ->
          throw Invalid.field("source_persona", "There is no persona %s.".formatted(name));
      case CloneResult.NoProject() ->
          throw Invalid.field(
              "project_id", "Agent %s works for no project; assign it first.".formatted(id));
      case CloneResult.BadPersona(var problem) -> throw Invalid.field("source_persona", problem);
    };
  }

  @DELETE
  @Path("/{id}")
  @Permission(value = "agents:delete", orMaker = "agents:write")
  public void remove(@PathParam("id") String id) {
    changed(id, agents.remove(Caller.current(), id));
  }

  private static void checkName(@Nullable String name) {
    if (name != null && name.length() > NewAgent.LONGEST_NAME) {
      throw Invalid.field(
          "name", "name is longer than %d characters.".formatted(NewAgent.LONGEST_NAME));
    }
  }

  private AgentView view(Agent agent) {
    return PersonaViews.view(agent, personas.find(agent.personaName()).orElse(null));
  }

  private static Agent changed(String id, AgentChange change) {
    return switch (change) {
      case Changed(var agent) -> agent;
      case Busy(var agent) -> throw AgentProblems.busy(agent);
      case AgentChange.NotMaker() -> throw AgentProblems.notMaker();
      case NoSuchAgent _, AgentChange.NotInProject _ -> throw AgentProblems.notFound(id);
      case AgentChange.NoSuchPersona(var name) -> throw noSuchPersona(name);
      case AgentChange.NoSuchProject(var project) ->
          throw Invalid.field("project_id", "There is no project %s.".formatted(project));
    };
  }

  private static io.loom.base.ProblemException noSuchPersona(String name) {
    return Invalid.field(
        "persona_name", "There is no persona %s; GET /api/v1/personas lists them.".formatted(name));
  }
}
