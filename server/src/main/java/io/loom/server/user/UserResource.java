package io.loom.server.user;

import io.loom.api.CreateUserRequest;
import io.loom.api.UpdateUserRequest;
import io.loom.api.UserView;
import io.loom.base.Secret;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Permission;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The HTTP face of users, for administrators.
@Path("/api/v1/auth/users")
@Produces("application/json")
@Consumes("application/json")
public final class UserResource {
  private final UserService users;
  private final PasswordHasher passwords;

  UserResource(UserService users, PasswordHasher passwords) {
    this.users = users;
    this.passwords = passwords;
  }

  @GET
  @Permission("system:admin")
  public List<UserView> list() {
    return users.list().stream().map(UserViews::view).toList();
  }

  @POST
  @Permission("system:admin")
  @Answer(status = 201, value = UserView.class)
  public Response create(@Nullable CreateUserRequest request) {
    var wanted = UserBodies.check(require(request));
    var password = wanted.password();
    var user =
        new NewUser(
            wanted.username(),
            wanted.email(),
            wanted.role(),
            password == null ? null : hash(password));
    var made = done("", users.create(Caller.current().actor(), user));
    return Response.status(201).entity(made).build();
  }

  @GET
  @Path("/{id}")
  @Permission("system:admin")
  public UserView get(@PathParam("id") String id) {
    return UserViews.view(find(id));
  }

  @PATCH
  @Path("/{id}")
  @Permission("system:admin")
  public UserView update(@PathParam("id") String id, @Nullable UpdateUserRequest request) {
    var wanted = UserBodies.check(require(request), find(id).username());
    var password = wanted.password();
    var update =
        new UserUpdate(
            wanted.email(),
            wanted.role(),
            password == null ? null : hash(password),
            wanted.isActive());
    return done(id, users.update(Caller.current().actor(), id, update));
  }

  @DELETE
  @Path("/{id}")
  @Permission("system:admin")
  public void delete(@PathParam("id") String id) {
    var _ = done(id, users.delete(Caller.current().actor(), id));
  }

  private Secret hash(Secret password) {
    return passwords.hash(password).orElseThrow(UserProblems::busy);
  }

  private User find(String id) {
    return users.find(id).orElseThrow(() -> UserProblems.notFound(id));
  }

  private static UserView done(String id, UserResult result) {
    return switch (result) {
      case UserResult.Done(var user) -> UserViews.view(user);
      case UserResult.NoSuchUser() -> throw UserProblems.notFound(id);
      case UserResult.NameTaken(var username) -> throw UserProblems.nameTaken(username);
      case UserResult.LastAdmin(var username) -> throw UserProblems.lastAdmin(username);
      case UserResult.Needed(var reason) -> throw UserProblems.needed(reason);
    };
  }

  private static <T> T require(@Nullable T body) {
    if (body == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    return body;
  }
}
