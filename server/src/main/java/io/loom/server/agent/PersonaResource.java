package io.loom.server.agent;

import io.loom.api.PersonaUpdateRequest;
import io.loom.api.PersonaView;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The HTTP face of personas.
@Path("/api/v1/personas")
@Produces("application/json")
@Consumes("application/json")
public final class PersonaResource {
  private final PersonaLibrary personas;

  PersonaResource(PersonaLibrary personas) {
    this.personas = personas;
  }

  @GET
  @Permission("agents:read")
  public List<PersonaView> list() {
    var actor = Actor.current();
    return personas.list().stream()
        .filter(persona -> persona.isWithin(actor))
        .map(PersonaViews::view)
        .toList();
  }

  @GET
  @Path("/{name}")
  @Permission("agents:read")
  public PersonaView getDefault(@PathParam("name") String name) {
    return find(name);
  }

  @GET
  @Path("/{namespace}/{name}")
  @Permission("agents:read")
  public PersonaView get(@PathParam("namespace") String namespace, @PathParam("name") String name) {
    return find(namespace + "/" + name);
  }

  /// A persona that belongs to a project.
  @GET
  @Path("/projects/{project}/{role}/{name}")
  @Permission("agents:read")
  public PersonaView getOfProject(
      @PathParam("project") String project,
      @PathParam("role") String role,
      @PathParam("name") String name) {
    return find("%s/%s/%s/%s".formatted(PersonaLibrary.PROJECTS, project, role, name));
  }

  private PersonaView find(String name) {
    var actor = Actor.current();
    return personas
        .find(name)
        .filter(persona -> persona.isWithin(actor))
        .map(PersonaViews::view)
        .orElseThrow(() -> AgentProblems.personaNotFound(name));
  }

  /// Changes a persona, or makes a new one. Agents of all projects play it, so this is not for
  /// whoever may change agents of his own.
  @PUT
  @Path("/{namespace}/{name}")
  @Permission("agents:admin")
  public PersonaView put(
      @PathParam("namespace") String namespace,
      @PathParam("name") String name,
      @Nullable PersonaUpdateRequest request) {
    checkName("namespace", namespace);
    checkName("name", name);
    var before = personas.find(namespace + "/" + name);
    var text = PersonaText.of(name, before.orElse(null), Bodies.require(request));
    var problem = personas.save(namespace, name, text);
    if (problem.isPresent()) {
      throw Invalid.field("content", problem.get().toString());
    }
    return find(namespace + "/" + name);
  }

  /// Changes a persona that belongs to a project and was made by cloning an agent: only agents of
  /// that project play it.
  @PUT
  @Path("/projects/{project}/{role}/{name}")
  @Permission("agents:write")
  public PersonaView putOfProject(
      @PathParam("project") String project,
      @PathParam("role") String role,
      @PathParam("name") String name,
      @Nullable PersonaUpdateRequest request) {
    var namespace = "%s/%s/%s".formatted(PersonaLibrary.PROJECTS, project, role);
    var actor = Actor.current();
    var full = namespace + "/" + name;
    var before =
        personas
            .find(full)
            .filter(persona -> persona.isWithin(actor))
            .orElseThrow(() -> AgentProblems.personaNotFound(full));
    var problem =
        personas.save(namespace, name, PersonaText.of(name, before, Bodies.require(request)));
    if (problem.isPresent()) {
      throw Invalid.field("content", problem.get().toString());
    }
    return find(full);
  }

  private static void checkName(String field, String value) {
    if (!PersonaFile.NAME.matcher(value).matches()) {
      throw Invalid.field(
          field,
          "The %s of a persona is 1 to 64 lower case letters, digits and hyphens."
              .formatted(field));
    }
  }
}
