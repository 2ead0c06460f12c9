package io.loom.server.credential;

import io.loom.api.GitKeyView;
import io.loom.api.HostKeyView;
import io.loom.ground.http.Permission;
import io.loom.server.credential.DeployKeyService.Old;
import io.loom.server.project.GitAuthMethod;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The HTTP face of a project's deploy key and of the keys of its hosts.
@Path("/api/v1/projects")
@Produces("application/json")
@Consumes("application/json")
public final class CredentialResource {
  private final ProjectService projects;
  private final DeployKeyService keys;
  private final HostKeyService hosts;

  CredentialResource(ProjectService projects, DeployKeyService keys, HostKeyService hosts) {
    this.projects = projects;
    this.keys = keys;
    this.hosts = hosts;
  }

  /// The key is made when it is asked for first.
  @GET
  @Path("/{id}/git-key")
  @Permission("projects:read")
  public GitKeyView key(@PathParam("id") String id) {
    var project = requireSsh(id);
    return keys.require(Actor.current().name(), id)
        .map(it -> view(project, it, false))
        .orElseThrow(() -> CredentialProblems.noSuchProject(id));
  }

  @POST
  @Path("/{id}/git-key")
  @Permission("projects:write")
  public GitKeyView rotate(
      @PathParam("id") String id, @QueryParam("immediate") @Nullable String immediate) {
    var project = requireSsh(id);
    // `?immediate` alone means yes, as with `?force`.
    boolean atOnce = immediate != null && !immediate.equals("false") && !immediate.equals("0");
    var rotated = keys.rotate(Actor.current().name(), id, atOnce ? Old.ENDS : Old.OVERLAPS);
    return rotated
        .map(it -> view(project, it, true))
        .orElseThrow(() -> CredentialProblems.noSuchProject(id));
  }

  @GET
  @Path("/{id}/host-keys")
  @Permission("projects:read")
  public List<HostKeyView> hostKeys(@PathParam("id") String id) {
    return hosts.list(find(id).id()).stream()
        .map(key -> new HostKeyView(key.host(), key.type(), key.fingerprint(), key.pinnedAt()))
        .toList();
  }

  @DELETE
  @Path("/{id}/host-keys")
  @Permission("projects:write")
  public void forgetHostKeys(@PathParam("id") String id) {
    hosts.forget(Actor.current().name(), find(id).id());
  }

  private Project find(String id) {
    return projects
        .find(Actor.current(), id)
        .orElseThrow(() -> CredentialProblems.noSuchProject(id));
  }

  private Project requireSsh(String id) {
    var project = find(id);
    if (project.gitAuthMethod() != GitAuthMethod.SSH) {
      throw CredentialProblems.notSsh(project);
    }
    return project;
  }

  private static GitKeyView view(Project project, DeployKeys pair, boolean rotated) {
    var current = pair.current();
    var previous = pair.previous();
    return new GitKeyView(
        project.id(),
        project.gitAuthMethod().wireName(),
        current.publicKey(),
        rotated,
        current.fingerprint(),
        current.createdAt(),
        current.lastUsedAt(),
        previous == null ? null : previous.fingerprint(),
        previous == null ? null : previous.endsAt(),
        Registration.steps(project));
  }
}
