package io.loom.server.apikey;

import io.loom.api.ApiKeyView;
import io.loom.api.CreateApiKeyRequest;
import io.loom.api.CreatedApiKeyView;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Credential;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.user.Rights;
import io.loom.server.user.Role;
import io.loom.server.user.UserProblems;
import io.loom.server.user.UserService;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The HTTP face of API keys: one's own, and for administrators everybody's.
@Path("/api/v1/auth/api-keys")
@Produces("application/json")
@Consumes("application/json")
public final class ApiKeyResource {
  private static final String ADMIN = "system:admin";

  private final ApiKeyService keys;
  private final UserService users;
  private final InstantSource clock;

  ApiKeyResource(ApiKeyService keys, UserService users, InstantSource clock) {
    this.keys = keys;
    this.users = users;
    this.clock = clock;
  }

  @POST
  @Permission(Permission.SIGNED_IN)
  @Answer(status = 201, value = CreatedApiKeyView.class)
  public Response create(@Nullable CreateApiKeyRequest request) {
    var caller = whoSignedIn();
    if (request == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    if (users.find(caller.id()).isEmpty()) {
      throw UserProblems.notFound(caller.id());
    }
    var userId = userId(request, caller);
    var wanted = ApiKeyBodies.check(request, userId);
    var missing =
        wanted.permissions().stream()
            .filter(permission -> !Rights.cover(caller.permissions(), permission))
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw ApiKeyProblems.tooMuch(missing);
    }
    var made = keys.create(caller.actor(), caller.id(), wanted);
    return Response.status(201)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(created(made))
        .build();
  }

  /// Whom the key is to act for: the caller, or a program that an administrator names.
  private String userId(CreateApiKeyRequest request, Caller caller) {
    var wanted = request.userId();
    if (wanted == null || wanted.isBlank() || wanted.equals(caller.id())) {
      return caller.id();
    }
    if (!caller.may(ADMIN)) {
      throw ApiKeyProblems.othersKey();
    }
    return users
        .find(wanted)
        .filter(user -> user.role() == Role.SERVICE)
        .orElseThrow(() ->
            Invalid.field("user_id", "user_id names a user with the role service, or yourself."))
        .id();
  }

  private static CreatedApiKeyView created(MadeApiKey made) {
    var key = made.key();
    return new CreatedApiKeyView(
        key.id(),
        key.name(),
        made.text().reveal(),
        key.prefix(),
        key.userId(),
        List.copyOf(key.permissions()),
        key.createdAt(),
        key.expiresAt());
  }

  @GET
  @Permission(Permission.SIGNED_IN)
  public List<ApiKeyView> list() {
    var caller = whoSignedIn();
    var found = caller.may(ADMIN) ? keys.list() : keys.listOf(caller.id());
    return found.stream().map(this::view).toList();
  }

  private ApiKeyView view(ApiKey key) {
    return new ApiKeyView(
        key.id(),
        key.name(),
        key.prefix(),
        key.userId(),
        List.copyOf(key.permissions()),
        !key.isExpired(clock.instant()),
        key.createdAt(),
        key.expiresAt(),
        key.lastUsed());
  }

  @DELETE
  @Path("/{id}")
  @Permission(Permission.SIGNED_IN)
  public void revoke(@PathParam("id") String id) {
    var caller = whoSignedIn();
    var key =
        keys.findById(id)
            .filter(it -> it.concerns(caller.id()) || caller.may(ADMIN))
            .orElseThrow(() -> ApiKeyProblems.notFound(id));
    keys.revoke(caller.actor(), key);
  }

  private static Caller whoSignedIn() {
    var caller = Caller.current();
    if (caller.credential() instanceof Credential.Key) {
      throw UserProblems.needsSession();
    }
    return caller;
  }
}
