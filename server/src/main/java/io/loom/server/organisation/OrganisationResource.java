package io.loom.server.organisation;

import io.loom.api.MemberRequest;
import io.loom.api.MemberView;
import io.loom.api.OrganisationRequest;
import io.loom.api.OrganisationView;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.user.UserProblems;
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
import org.jspecify.annotations.Nullable;

/// The HTTP face of organisations. A user is named by id or by name.
@Path("/api/v1/organisations")
@Produces("application/json")
@Consumes("application/json")
public final class OrganisationResource {
  private static final int LONGEST_NAME = 100;

  private final OrganisationService organisations;

  OrganisationResource(OrganisationService organisations) {
    this.organisations = organisations;
  }

  @GET
  @Permission("projects:read")
  public List<OrganisationView> list() {
    return organisations.list(Caller.current()).stream().map(this::view).toList();
  }

  @POST
  @Permission("projects:write")
  @Answer(status = 201, value = OrganisationView.class)
  public Response create(@Nullable OrganisationRequest request) {
    var made = done("", "", organisations.create(Caller.current(), name(request)));
    return Response.status(201).entity(made).build();
  }

  @GET
  @Path("/{id}")
  @Permission("projects:read")
  public OrganisationView get(@PathParam("id") String id) {
    return view(find(id));
  }

  @PATCH
  @Path("/{id}")
  @Permission("projects:write")
  public Object rename(@PathParam("id") String id, @Nullable OrganisationRequest request) {
    return done(id, "", organisations.rename(Caller.current(), id, name(request)));
  }

  @DELETE
  @Path("/{id}")
  @Permission("projects:write")
  public void delete(@PathParam("id") String id) {
    var _ = done(id, "", organisations.delete(Caller.current(), id));
  }

  @GET
  @Path("/{id}/members")
  @Permission("projects:read")
  public List<MemberView> members(@PathParam("id") String id) {
    return organisations.listMembers(find(id).id()).stream()
        .map(OrganisationResource::view)
        .toList();
  }

  @PUT
  @Path("/{id}/members/{user}")
  @Permission("projects:write")
  public Object putMember(
      @PathParam("id") String id, @PathParam("user") String user, @Nullable MemberRequest request) {
    var name = request == null || request.role() == null ? "member" : request.role();
    var role =
        OrganisationRole.find(name)
            .orElseThrow(() -> Invalid.field("role", "role is owner, admin or member."));
    return done(id, user, organisations.putMember(Caller.current(), id, user, role));
  }

  @DELETE
  @Path("/{id}/members/{user}")
  @Permission("projects:read")
  public void removeMember(@PathParam("id") String id, @PathParam("user") String user) {
    var _ = done(id, user, organisations.removeMember(Caller.current(), id, user));
  }

  private Organisation find(String id) {
    return organisations
        .find(Caller.current(), id)
        .orElseThrow(() -> OrganisationProblems.notFound(id));
  }

  private static String name(@Nullable OrganisationRequest request) {
    var name = request == null || request.name() == null ? "" : request.name().strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw Invalid.field("name", "name has 1 to %d characters.".formatted(LONGEST_NAME));
    }
    return name;
  }

  private Object done(String id, String user, OrganisationResult result) {
    return switch (result) {
      case OrganisationResult.Done(var organisation) -> view(organisation);
      case OrganisationResult.DoneMember(var member) -> view(member);
      case OrganisationResult.NoSuchOrganisation() -> throw OrganisationProblems.notFound(id);
      case OrganisationResult.NoSuchUser() ->
          throw UserProblems.notFound(user.isEmpty() ? Caller.current().id() : user);
      case OrganisationResult.NotAllowed(var role) -> throw OrganisationProblems.notAllowed(role);
      case OrganisationResult.Personal() -> throw OrganisationProblems.personal();
      case OrganisationResult.LastOwner(var username) ->
          throw OrganisationProblems.lastOwner(username);
    };
  }

  private OrganisationView view(Organisation organisation) {
    var role = organisations.roleOf(Caller.current(), organisation.id());
    return new OrganisationView(
        organisation.id(),
        organisation.name(),
        organisation.isPersonal(),
        role.map(OrganisationRole::wireName).orElse(null),
        organisation.createdAt(),
        organisation.updatedAt());
  }

  private static MemberView view(OrganisationMember member) {
    return new MemberView(
        member.userId(), member.username(), member.role().wireName(), member.createdAt());
  }
}
