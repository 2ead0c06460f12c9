package io.loom.server.auth;

import io.loom.api.SessionView;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Credential;
import io.loom.ground.http.Permission;
import io.loom.server.user.UserProblems;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;

/// The HTTP face of sessions: one's own, and for administrators everybody's.
@Path("/api/v1/auth/sessions")
@Produces("application/json")
public final class SessionResource {
  private static final String ADMIN = "system:admin";

  private final SessionService sessions;

  SessionResource(SessionService sessions) {
    this.sessions = sessions;
  }

  /// Those of another user are seen by administrators; for others there are none.
  @GET
  @Permission(Permission.SIGNED_IN)
  public List<SessionView> list(@QueryParam("user_id") @DefaultValue("") String userId) {
    var caller = whoSignedIn();
    var wanted = userId.isEmpty() ? caller.id() : userId;
    if (!wanted.equals(caller.id()) && !caller.may(ADMIN)) {
      return List.of();
    }
    var current = caller.credential() instanceof Credential.Session(var id, _) ? id : "";
    return sessions.listOf(wanted).stream().map(session -> session.view(current)).toList();
  }

  @DELETE
  @Path("/{id}")
  @Permission(Permission.SIGNED_IN)
  public void end(@PathParam("id") String id) {
    var caller = whoSignedIn();
    var session =
        sessions
            .find(id)
            .filter(it -> it.userId().equals(caller.id()) || caller.may(ADMIN))
            .orElseThrow(AuthProblems::noSuchSession);
    sessions.end(caller.actor(), session, "revoked");
  }

  private static Caller whoSignedIn() {
    var caller = Caller.current();
    if (caller.credential() instanceof Credential.Key) {
      throw UserProblems.needsSession();
    }
    return caller;
  }
}
