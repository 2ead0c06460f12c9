package io.loom.server.secret;

import io.loom.api.SecretRequest;
import io.loom.api.SecretValueView;
import io.loom.api.SecretVersionView;
import io.loom.api.SecretView;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.secret.SecretChange.Done;
import io.loom.server.secret.SecretChange.NoSuchScope;
import io.loom.server.vault.VaultException;
import io.loom.server.vault.VaultProblems;
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

/// The HTTP face of secrets. A value comes out of one route only, which no link or cache follows.
@Path("/api/v1/secrets")
@Produces("application/json")
@Consumes("application/json")
public final class SecretResource {
  private final SecretService secrets;

  SecretResource(SecretService secrets) {
    this.secrets = secrets;
  }

  /// All that the caller may know of, or those of one scope.
  @GET
  @Permission("secrets:read")
  public List<SecretView> list(
      @QueryParam("scope") @Nullable String scope, @QueryParam("scope_id") @Nullable String id) {
    var caller = Caller.current();
    if (scope == null && id == null) {
      return secrets.list(caller).stream().map(SecretResource::view).toList();
    }
    var wanted = SecretBodies.scope(scope, id);
    return secrets
        .list(caller, wanted)
        .orElseThrow(() -> SecretProblems.of(new NoSuchScope(wanted)))
        .stream()
        .map(SecretResource::view)
        .toList();
  }

  @POST
  @Permission("secrets:write")
  @Answer(status = 201, value = SecretView.class)
  public Response create(@Nullable SecretRequest request) {
    var given = SecretBodies.require(request);
    SecretBodies.checkNew(given);
    var created =
        done(
            secrets.create(
                Caller.current(),
                SecretBodies.scope(given.scope(), given.scopeId()),
                SecretBodies.orEmpty(given.name()),
                SecretBodies.value(given),
                SecretBodies.orEmpty(given.description())));
    return Response.status(201).entity(view(created)).build();
  }

  @GET
  @Path("/{scope}/{scopeId}/{name}")
  @Permission("secrets:read")
  public SecretView get(
      @PathParam("scope") String scope,
      @PathParam("scopeId") String scopeId,
      @PathParam("name") String name) {
    return view(find(scope, scopeId, name));
  }

  @GET
  @Path("/{scope}/{scopeId}/{name}/versions")
  @Permission("secrets:read")
  public List<SecretVersionView> versions(
      @PathParam("scope") String scope,
      @PathParam("scopeId") String scopeId,
      @PathParam("name") String name) {
    return secrets.versions(find(scope, scopeId, name)).stream()
        .map(it -> new SecretVersionView(it.version(), it.createdBy(), it.createdAt()))
        .toList();
  }

  /// Gives a secret a new value or description; the old value stays as a version.
  @PUT
  @Path("/{scope}/{scopeId}/{name}")
  @Permission("secrets:write")
  public SecretView update(
      @PathParam("scope") String scope,
      @PathParam("scopeId") String scopeId,
      @PathParam("name") String name,
      @Nullable SecretRequest request) {
    var given = SecretBodies.require(request);
    SecretBodies.checkChange(given);
    return view(
        done(
            secrets.update(
                Caller.current(),
                SecretBodies.scope(scope, scopeId),
                name,
                given.value() == null ? null : SecretBodies.value(given),
                given.description())));
  }

  @DELETE
  @Path("/{scope}/{scopeId}/{name}")
  @Permission("secrets:delete")
  public void delete(
      @PathParam("scope") String scope,
      @PathParam("scopeId") String scopeId,
      @PathParam("name") String name) {
    var _ = done(secrets.delete(Caller.current(), SecretBodies.scope(scope, scopeId), name));
  }

  /// Shows a value to one who may change it. A POST, since it leaves an event.
  @POST
  @Path("/{scope}/{scopeId}/{name}/reveal")
  @Permission("secrets:read")
  @Answer(SecretValueView.class)
  public Response reveal(
      @PathParam("scope") String scope,
      @PathParam("scopeId") String scopeId,
      @PathParam("name") String name,
      @QueryParam("version") @Nullable String version) {
    var wanted = SecretBodies.scope(scope, scopeId);
    try {
      return switch (secrets.reveal(Caller.current(), wanted, name, number(version))) {
        case Revealed.Value(var secret, int shown, var value) ->
            Response.ok(
                    new SecretValueView(
                        secret.scope().kind().wireName(),
                        secret.scope().id(),
                        secret.name(),
                        shown,
                        value.reveal()))
                .header("Cache-Control", "no-store")
                .build();
        case Revealed.Refused(var why) -> throw SecretProblems.of(why);
      };
    } catch (VaultException e) {
      throw VaultProblems.unusable(e);
    }
  }

  /// 0 for the newest.
  private static int number(@Nullable String version) {
    if (version == null) {
      return 0;
    }
    try {
      int number = Integer.parseInt(version);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw Invalid.field("version", "version is a number from 1 on.");
  }

  private StoredSecret find(String scope, String scopeId, String name) {
    return done(secrets.find(Caller.current(), SecretBodies.scope(scope, scopeId), name));
  }

  private static StoredSecret done(SecretChange change) {
    if (change instanceof Done(var secret)) {
      return secret;
    }
    throw SecretProblems.of(change);
  }

  private static SecretView view(StoredSecret secret) {
    return new SecretView(
        secret.id(),
        secret.scope().kind().wireName(),
        secret.scope().id(),
        secret.name(),
        secret.description(),
        secret.version(),
        secret.createdBy(),
        secret.createdAt(),
        secret.updatedBy(),
        secret.updatedAt());
  }
}
