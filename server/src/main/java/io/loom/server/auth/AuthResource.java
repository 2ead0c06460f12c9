package io.loom.server.auth;

import io.loom.api.ChangePasswordRequest;
import io.loom.api.CsrfView;
import io.loom.api.LoginRequest;
import io.loom.api.LoginView;
import io.loom.api.MessageView;
import io.loom.api.TicketView;
import io.loom.api.TokenView;
import io.loom.api.UserView;
import io.loom.base.Secret;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Credential;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Peer;
import io.loom.ground.http.Permission;
import io.loom.server.auth.LoginResult.SignedIn;
import io.loom.server.user.User;
import io.loom.server.user.UserProblems;
import io.loom.server.user.UserService;
import io.loom.server.user.UserViews;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The HTTP face of signing in.
@Path("/api/v1/auth")
@Produces("application/json")
@Consumes("application/json")
public final class AuthResource {
  private final LoginService logins;
  private final SessionService sessions;
  private final UserService users;
  private final TokenSigner tokens;
  private final Tickets tickets;
  private final InstantSource clock;

  AuthResource(
      LoginService logins,
      SessionService sessions,
      UserService users,
      TokenSigner tokens,
      Tickets tickets,
      InstantSource clock) {
    this.logins = logins;
    this.sessions = sessions;
    this.users = users;
    this.tokens = tokens;
    this.tickets = tickets;
    this.clock = clock;
  }

  @POST
  @Path("/login")
  @Permission(Permission.PUBLIC)
  @Answer(LoginView.class)
  public Response login(@Nullable LoginRequest request) {
    var body = require(request);
    new Invalid().require("username", body.username()).require("password", body.password()).check();
    var result =
        logins.login(text(body.username()), new Secret(text(body.password())), Peer.current());
    return switch (result) {
      case SignedIn signedIn -> answer(signedIn, Boolean.TRUE.equals(body.cookie()));
      case LoginResult.Refused() -> throw AuthProblems.refused();
      case LoginResult.TooMany(var pause) -> throw AuthProblems.tooMany(pause);
      case LoginResult.Busy() -> throw UserProblems.busy();
    };
  }

  private Response answer(SignedIn signedIn, boolean asCookie) {
    var session = signedIn.session();
    var life = Duration.between(clock.instant(), session.expiresAt());
    var user = UserViews.view(signedIn.user());
    var answer = Response.ok().header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (asCookie) {
      return answer
          .header(HttpHeaders.SET_COOKIE, cookie(signedIn.token(), life))
          .entity(new LoginView(null, tokens.csrfToken(session.id()), life.toSeconds(), user))
          .build();
    }
    var token = signedIn.token().reveal();
    return answer.entity(new LoginView(token, null, life.toSeconds(), user)).build();
  }

  private static String cookie(Secret token, Duration life) {
    return SessionCookie.of(token, life, Peer.current().isSecure());
  }

  /// A new token for the session of the one that was sent, and as a cookie if that was one.
  @POST
  @Path("/refresh")
  @Permission(Permission.SIGNED_IN)
  @Answer(TokenView.class)
  public Response refresh(
      @CookieParam(SessionCookie.NAME) @Nullable String cookie,
      @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
    var session = ownSession();
    var expires = sessions.extend(session).orElseThrow(AuthProblems::unauthenticated);
    var token = new Secret(tokens.sign(session, caller(), expires));
    var life = Duration.between(clock.instant(), expires);
    var answer = Response.ok().header(HttpHeaders.CACHE_CONTROL, "no-store");
    if (cookie != null && authorization == null) {
      return answer
          .header(HttpHeaders.SET_COOKIE, cookie(token, life))
          .entity(new TokenView(null, life.toSeconds()))
          .build();
    }
    return answer.entity(new TokenView(token.reveal(), life.toSeconds())).build();
  }

  @POST
  @Path("/logout")
  @Permission(Permission.HELD_BACK)
  @Answer(status = 204, value = Void.class)
  public Response logout() {
    var caller = Caller.current();
    if (caller.credential() instanceof Credential.Session(var id, _)) {
      sessions.find(id).ifPresent(session -> sessions.end(caller.actor(), session, "logout"));
    }
    return Response.noContent().header(HttpHeaders.SET_COOKIE, SessionCookie.gone()).build();
  }

  @GET
  @Path("/me")
  @Permission(Permission.HELD_BACK)
  public UserView me() {
    return UserViews.view(caller());
  }

  @POST
  @Path("/change-password")
  @Permission(Permission.HELD_BACK)
  public MessageView changePassword(@Nullable ChangePasswordRequest request) {
    var body = require(request);
    var current = body.currentPassword() == null ? body.oldPassword() : body.currentPassword();
    new Invalid()
        .require("current_password", current)
        .require("new_password", body.newPassword())
        .check();
    var caller = Caller.current();
    if (caller.credential() instanceof Credential.Key) {
      throw UserProblems.needsSession();
    }
    var kept = caller.credential() instanceof Credential.Session(var id, _) ? id : "";
    var result =
        logins.change(
            caller.id(),
            kept,
            new Secret(text(current)),
            new Secret(text(body.newPassword())),
            Peer.current());
    return switch (result) {
      case PasswordChange.Changed() -> new MessageView("Password changed successfully");
      case PasswordChange.NoSuchUser() -> throw UserProblems.notFound(caller.id());
      case PasswordChange.Wrong() -> throw Invalid.field("current_password", "incorrect password");
      case PasswordChange.Unfit(var reason) -> throw Invalid.field("new_password", reason);
      case PasswordChange.TooMany(var pause) -> throw AuthProblems.tooMany(pause);
      case PasswordChange.Busy() -> throw UserProblems.busy();
    };
  }

  /// What pages that came with a cookie repeat in the header `X-CSRF-Token`.
  @GET
  @Path("/csrf")
  @Permission(Permission.HELD_BACK)
  @Answer(CsrfView.class)
  public Response csrf() {
    return Response.ok(new CsrfView(tokens.csrfToken(ownSession().id())))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /// A ticket for one event stream or terminal, where a browser can send no header.
  @POST
  @Path("/tickets")
  @Permission(Permission.SIGNED_IN)
  @Answer(status = 201, value = TicketView.class)
  public Response ticket() {
    var ticket = tickets.make(ownSession().id());
    return Response.status(201)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(new TicketView(ticket.reveal(), Tickets.LIFE.toSeconds()))
        .build();
  }

  private Session ownSession() {
    return switch (Caller.current().credential()) {
      case Credential.Session(var id, _) ->
          sessions.find(id).orElseThrow(AuthProblems::unauthenticated);
      case Credential.Key _ -> throw UserProblems.needsSession();
      case Credential.Local _, Credential.None _ -> throw AuthProblems.unauthenticated();
    };
  }

  private User caller() {
    var id = Caller.current().id();
    return users.find(id).orElseThrow(() -> UserProblems.notFound(id));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static <T> T require(@Nullable T body) {
    if (body == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    return body;
  }
}
