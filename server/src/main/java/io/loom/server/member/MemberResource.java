package io.loom.server.member;

import io.loom.api.MemberRequest;
import io.loom.api.MemberView;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import io.loom.server.user.UserProblems;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The HTTP face of a project's members. A user is named by id or by name.
@Path("/api/v1/projects/{id}/members")
@Produces("application/json")
@Consumes("application/json")
public final class MemberResource {
  private final MemberService members;
  private final ProjectService projects;

  MemberResource(MemberService members, ProjectService projects) {
    this.members = members;
    this.projects = projects;
  }

  @GET
  @Permission("projects:read")
  public List<MemberView> list(@PathParam("id") String id) {
    if (projects.find(Actor.current(), id).isEmpty()) {
      throw MemberProblems.noSuchProject(id);
    }
    return members.list(id).stream().map(MemberResource::view).toList();
  }

  @PUT
  @Path("/{user}")
  @Permission("projects:write")
  public MemberView put(
      @PathParam("id") String id, @PathParam("user") String user, @Nullable MemberRequest request) {
    var name = request == null || request.role() == null ? "member" : request.role();
    var role =
        MemberRole.find(name).orElseThrow(() -> Invalid.field("role", "role is owner or member."));
    return done(id, user, members.put(Caller.current(), id, user, role));
  }

  @DELETE
  @Path("/{user}")
  @Permission("projects:read")
  public void remove(@PathParam("id") String id, @PathParam("user") String user) {
    var _ = done(id, user, members.remove(Caller.current(), id, user));
  }

  private static MemberView done(String id, String user, MemberChange change) {
    return switch (change) {
      case MemberChange.Done(var member) -> view(member);
      case MemberChange.NoSuchProject() -> throw MemberProblems.noSuchProject(id);
      case MemberChange.NoSuchUser() -> throw UserProblems.notFound(user);
      case MemberChange.NotAllowed() -> throw MemberProblems.notAllowed();
    };
  }

  private static MemberView view(Member member) {
    return new MemberView(
        member.userId(), member.username(), member.role().wireName(), member.createdAt());
  }
}
